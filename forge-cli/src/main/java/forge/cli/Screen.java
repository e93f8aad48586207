// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where a command writes: always UTF-8, in colour and cut to a width only on a terminal. */
final class Screen {

  private static final String PLAIN = "\u001b[0m";

  private final OutputStream out;
  private final OutputStream err;
  private final int width;
  private final boolean colours;
  private final boolean errorColours;

  /**
   * Writes to these.
   *
   * @param width the terminal's, in cells; 0: it is no terminal
   */
  Screen(OutputStream out, OutputStream err, int width, boolean colours, boolean errorColours) {
    this.out = out;
    this.err = err;
    this.width = width;
    this.colours = colours;
    this.errorColours = errorColours;
  }

  /**
   * The output of this process. Java 17 cannot tell of what kind that is, so the script does, by
   * the properties {@code forge.width} and {@code forge.errors}. PowerShell knows only half of it,
   * and says so by {@code forge.console}: there is a terminal, but the output may be caught.
   */
  static Screen ofProcess(Map<String, String> environment) {
    boolean mayColour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    boolean isCaught = Boolean.getBoolean("forge.console") && !hasConsole();
    int width = isCaught ? 0 : Integer.getInteger("forge.width", 0);
    return new Screen(
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        new FileOutputStream(FileDescriptor.err),
        width,
        mayColour && width > 0,
        mayColour && Boolean.getBoolean("forge.errors"));
  }

  /** Whether both ends are a terminal; from 22 on, Java has a console also where there is none. */
  private static boolean hasConsole() {
    Console console = System.console();
    if (console == null || Runtime.version().feature() < 22) return console != null;
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Writes a line. */
  void say(String line) {
    print(line + "\n");
  }

  /** Writes a text as it is. */
  void print(String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Sends what was written on its way. */
  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static Ended broken(IOException e) {
    String why = String.valueOf(e.getMessage());
    return why.contains("pipe")
        ? Ended.quietly(Ended.BROKEN_PIPE)
        : Ended.refused("the output cannot be written: " + why);
  }

  /** Writes a line where it does not mix with the output. */
  void complain(String line) {
    try {
      err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException e) {
      // Nobody is left to be told.
    }
  }

  /** Whether a person reads along. */
  boolean isTerminal() {
    return width > 0;
  }

  /** How many cells a line has; 0: it has no end. */
  int width() {
    return width;
  }

  String bold(String text) {
    return paint(colours, "1", text);
  }

  String red(String text) {
    return paint(colours, "31", text);
  }

  String green(String text) {
    return paint(colours, "32", text);
  }

  String cyan(String text) {
    return paint(colours, "36", text);
  }

  String faint(String text) {
    return paint(colours, "2", text);
  }

  /** For a line of {@link #complain}: bold, in a colour's number. */
  String loud(String colour, String text) {
    return paint(errorColours, "1;" + colour, text);
  }

  private static String paint(boolean colours, String code, String text) {
    return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + PLAIN : text;
  }
}
