// SPDX-License-Identifier: Apache-2.0
package forge.http;

/** Somebody else's text, made fit to be shown in a message or a log line. */
final class Text {

  private static final int SHOWN = 100;

  private Text() {}

  /** At most 100 characters of it. */
  static String clip(String text) {
    return clip(text, SHOWN);
  }

  /** At most so many characters of it. */
  static String clip(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  /** One line of it without control characters, at most so many characters. */
  static String line(String text, int most) {
    StringBuilder line = new StringBuilder();
    text.codePoints().limit(most).map(c -> isSafe(c) ? c : ' ').forEach(line::appendCodePoint);
    return line.toString().strip();
  }

  /** The start of it, fit to stand between quotes in a line of the log. */
  static String quoted(String text) {
    return line(text, 200).replace('"', '\'');
  }

  private static boolean isSafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
