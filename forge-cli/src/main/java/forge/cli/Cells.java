// SPDX-License-Identifier: Apache-2.0
package forge.cli;

/** Text in cells of a terminal: how wide it is, and what of it may be shown. */
final class Cells {

  private static final int TAB = 4;

  private Cells() {}

  /** How many cells a text takes. */
  static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i)))
      width += width(text.codePointAt(i));
    return width;
  }

  private static int width(int c) {
    if (c < 0x300) return 1;
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) return 0;
    return isWide(c) ? 2 : 1;
  }

  /** East Asian and emoji; as terminals have it, to a good approximation. */
  private static boolean isWide(int c) {
    return c >= 0x1100
        && (c <= 0x115f
            || c == 0x231a
            || c == 0x231b
            || c >= 0x2e80 && c <= 0xa4cf && c != 0x303f
            || c >= 0xac00 && c <= 0xd7a3
            || c >= 0xf900 && c <= 0xfaff
            || c >= 0xfe30 && c <= 0xfe6f
            || c >= 0xff00 && c <= 0xff60
            || c >= 0xffe0 && c <= 0xffe6
            || c >= 0x1f300 && c <= 0x1f64f
            || c >= 0x1f680 && c <= 0x1f6ff
            || c >= 0x1f900 && c <= 0x1faff
            || c >= 0x20000 && c <= 0x3fffd);
  }

  /** As much of a text as fits, with an ellipsis where something is left out. */
  static String clip(String text, int width) {
    if (width(text) <= width) return text;
    StringBuilder out = new StringBuilder();
    int used = 1;
    for (int i = 0; i < text.length() && used <= width; ) {
      int c = text.codePointAt(i);
      used += width(c);
      if (used <= width) out.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return width < 1 ? "" : out + "…";
  }

  /** A text in one line without what would steer a terminal: somebody else wrote it. */
  static String line(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!steers(c)) out.appendCodePoint(c);
      else if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') out.append(' ');
    }
    return out.toString().strip();
  }

  /** A text over several lines without what would steer a terminal. */
  static String lines(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\n' || c == '\t' || !steers(c)) out.appendCodePoint(c);
      else if (c != '\r') out.append('\ufffd');
    }
    return out.toString();
  }

  /** Controls, marks that turn the direction of writing, and halves of pairs. */
  private static boolean steers(int c) {
    return c < ' '
        || c >= 0x7f && c < 0xa0
        || c >= 0x2028 && c <= 0x202e
        || c >= 0x2066 && c <= 0x2069
        || c >= 0xd800 && c <= 0xdfff;
  }

  /** A line of source with its tabs made blanks, so that a mark below it stands where it should. */
  static String untab(String line) {
    return line.replace("\t", " ".repeat(TAB));
  }
}
