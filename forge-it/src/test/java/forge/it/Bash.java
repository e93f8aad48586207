// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A bash in a folder of its own, with the product's commands on its path. What it is to do stands
 * in a file of UTF-8: the arguments of its commands are the same bytes whatever locale the tests
 * run in.
 */
final class Bash {

  /** What was said, and how it ended. */
  record Said(int code, String out, String err) {

    /** This, when it ended well. */
    Said good() {
      assertThat(code).as(out + err).isZero();
      return this;
    }

    /** This, when it ended so, and its complaint has these words. */
    Said ended(int expected, String... words) {
      assertThat(code).as(out + err).isEqualTo(expected);
      assertThat(err).contains(words);
      return this;
    }
  }

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  Bash(Path folder) {
    this.folder = folder;
    String home = ForgeFramework.productHome().toAbsolutePath().normalize().toString();
    environment.put("PATH", home + ":" + System.getenv("PATH"));
    environment.put("FORGE_JAVA", System.getProperty("java.home"));
    environment.put("LC_ALL", "C.UTF-8");
  }

  /** Sets a variable for all that is run from now on. */
  Bash with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** A file of that text in the folder. */
  void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** Begins to run a script; its output goes to the files {@code out} and {@code err}. */
  Process start(String script) throws IOException {
    Path file = Files.createTempFile(folder, "script", ".sh");
    Files.writeString(file, script);
    // Whoever runs the tests in the background has it ignored, and what is started inherits that.
    ProcessBuilder builder =
        new ProcessBuilder("env", "--default-signal=INT", "bash", file.toString());
    for (String name : new String[] {"GATEWAY_URL", "FORGE_DATA", "FORGE_TOKEN", "NO_COLOR"})
      builder.environment().remove(name);
    builder.environment().putAll(environment);
    return builder
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** Does as Ctrl-C does, to what a script has become, and waits for its end by that. */
  static void interrupt(Process process) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
    assertThat(process.waitFor()).isEqualTo(130);
  }

  /** Runs a script. */
  Said run(String script) throws Exception {
    Process process = start(script);
    process.getOutputStream().close();
    boolean ended = process.waitFor(90, TimeUnit.SECONDS);
    if (!ended) process.destroyForcibly();
    assertThat(ended).as("ends: " + text("out") + text("err")).isTrue();
    return new Said(process.exitValue(), text("out"), text("err"));
  }

  /** Runs a command on a terminal of its own; gives the screen's bytes as text. */
  String onTerminal(String command) throws Exception {
    file("command", command);
    String out = run("script -qec 'stty cols 60; bash ./command' /dev/null </dev/null").out();
    return out.replace("\r\n", "\n");
  }

  /** What stands in one of the folder's files by now. */
  String text(String name) throws IOException {
    return new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.UTF_8);
  }
}
