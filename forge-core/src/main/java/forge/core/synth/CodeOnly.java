// SPDX-License-Identifier: Apache-2.0
package forge.core.synth;

/**
 * Java source without what is no code: comments, texts and characters become a blank, line ends
 * stay. A loop and no pattern, so that no length of a comment exhausts the stack.
 */
final class CodeOnly {

  private static final String BLOCK = "\"\"\"";

  private final String source;
  private final StringBuilder code = new StringBuilder();
  private int at;

  private CodeOnly(String source) {
    this.source = source;
  }

  static String of(String source) {
    return new CodeOnly(source).read();
  }

  private String read() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (source.startsWith("//", at)) skipTo("\n", false);
      else if (source.startsWith("/*", at)) skipTo("*/", true);
      else if (source.startsWith(BLOCK, at)) skipText(BLOCK);
      else if (c == '"' || c == '\'') skipText(String.valueOf(c));
      else {
        code.append(c);
        at++;
      }
    }
    return code.toString();
  }

  private void skipTo(String end, boolean withEnd) {
    int found = source.indexOf(end, at + 2);
    drop(found < 0 ? source.length() : withEnd ? found + end.length() : found);
  }

  /**
   * A text ends at its quote; one of one line also at the line's end, where javac will complain.
   */
  private void skipText(String quote) {
    int end = at + quote.length();
    while (end < source.length() && !source.startsWith(quote, end)) {
      if (source.charAt(end) == '\n' && !quote.equals(BLOCK)) {
        drop(end);
        return;
      }
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    drop(Math.min(source.length(), end + quote.length()));
  }

  private void drop(int to) {
    code.append(' ');
    for (; at < to; at++) if (source.charAt(at) == '\n') code.append('\n');
  }
}
