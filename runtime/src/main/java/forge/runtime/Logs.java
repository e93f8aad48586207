// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/** Sends everything that is logged or printed to the log file, and to the terminal if wanted. */
final class Logs {
  /** Kept: a logger that nobody holds forgets its level. */
  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  /** Tells of each client that has gone, with a stack trace; whoever minds tells it shorter. */
  private static final Logger GONE = Logger.getLogger("org.eclipse.jetty.io.AbstractConnection");

  private Logs() {}

  /**
   * Sets java.util.logging up, behind slf4j, and turns what is printed to the standard streams into
   * log lines: the framework and the component runtime print their errors.
   */
  static void open(Path file, boolean quiet) throws IOException {
    LogManager.getLogManager().reset();
    add(new LogFile(file));
    if (!quiet) add(new ConsoleHandler());
    JETTY.setLevel(Level.WARNING);
    GONE.setLevel(Level.SEVERE);
    System.setOut(new PrintStream(new PrintedLines("stdout"), true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(new PrintedLines("stderr"), true, StandardCharsets.UTF_8));
  }

  private static void add(Handler handler) {
    handler.setFormatter(new LineFormat());
    handler.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(handler);
  }
}
