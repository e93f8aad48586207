// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The verb {@code open}: the console in a browser, or at least its address. */
final class Opening {

  private final Task task;

  Opening(Task task) {
    this.task = task;
  }

  /** Prints the console's address, and opens it where a person has a desktop. */
  int open() {
    Gateway gateway = task.gateway();
    gateway.knock();
    String address = gateway.address().url() + "/";
    task.screen().say(address);
    task.screen().flush();
    if (!task.arguments().has("print") && task.screen().isTerminal()) browse(address);
    return 0;
  }

  private void browse(String address) {
    List<String> command = browser(address);
    if (command.isEmpty()) return;
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      task.screen().complain("No browser could be started: open the address yourself");
    }
  }

  private List<String> browser(String address) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.contains("windows"))
      return List.of("rundll32", "url.dll,FileProtocolHandler", address);
    if (system.contains("mac")) return List.of("open", address);
    boolean hasDesktop =
        task.environment().containsKey("DISPLAY")
            || task.environment().containsKey("WAYLAND_DISPLAY");
    return hasDesktop ? List.of("xdg-open", address) : List.of();
  }
}
