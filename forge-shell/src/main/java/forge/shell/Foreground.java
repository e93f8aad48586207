// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell on the gateway's own terminal, when it runs in the foreground of one. Its end is not
 * the gateway's: that goes on, and Ctrl-C then stops it as ever.
 */
final class Foreground implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

  /** Fields of {@code /proc/self/stat} behind the program's name: group, terminal's group. */
  private static final int GROUP = 2;

  private static final int TERMINAL_GROUP = 5;

  private final Sessions sessions;
  private Terminal terminal;

  Foreground(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public void run() {
    if (!hasTerminal()) return;
    try (Terminal own = open()) {
      own.writer().println("Tab completes, 'help' helps, Ctrl-D leaves the shell; Forge goes on.");
      sessions.interactive(own, Path.of("").toAbsolutePath());
      own.writer().println("The shell is left; Forge goes on, Ctrl-C stops it.");
    } catch (IOException | IllegalStateException | java.io.IOError e) {
      LOG.warn("There is no shell on this terminal; use 'forge shell'", e);
    }
  }

  private synchronized Terminal open() throws IOException {
    // Its makers of terminals are looked up by this loader.
    Thread.currentThread().setContextClassLoader(TerminalBuilder.class.getClassLoader());
    terminal =
        TerminalBuilder.builder().name("forge").system(true).provider("exec").dumb(false).build();
    return terminal;
  }

  /**
   * Whether somebody sits there: a process in the background of a terminal would be stopped by the
   * system when it reads.
   */
  private static boolean hasTerminal() {
    Console console = System.console();
    if (console == null || !isTerminal(console)) return false;
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return fields[GROUP].equals(fields[TERMINAL_GROUP]);
    } catch (IOException e) {
      return false;
    }
  }

  /** Since Java 22 there is a console without a terminal, too, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Gives the terminal back as it was. */
  @Override
  public synchronized void close() {
    try {
      if (terminal != null) terminal.close();
    } catch (IOException e) {
      LOG.debug("The terminal does not close", e);
    }
  }
}
