// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.make.Rejected;
import forge.make.Stage;
import java.util.List;

/**
 * Looks at source text before any compiler does: how long it is, and how deep it is nested.
 *
 * <p>It need not be right about text that is no Java: a compiler that fails on such has a finding
 * of its own.
 */
final class Shape {

  /**
   * Of all files together, in characters; what a spec may hold, and what is generated around it.
   */
  static final int LONGEST = (1 << 20) + (1 << 16);

  static final int DEEPEST = 200;
  private static final String QUOTES = "\"\"\"";

  private final SourceText source;
  private final String text;
  private int depth;
  private int angles;

  private Shape(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  /**
   * Looks at all files of a skill.
   *
   * @throws Rejected when they are too long, or nested too deep
   */
  static void check(List<SourceText> sources) {
    long length = sources.stream().mapToLong(each -> each.text().length()).sum();
    if (length > LONGEST)
      throw rejected(
          "compiler.size",
          sources.get(0).file(),
          "the source has "
              + length
              + " characters, and "
              + LONGEST
              + " are the most; bring data as arguments or files, or make several skills of it");
    sources.forEach(each -> new Shape(each).check());
  }

  private static Rejected rejected(String rule, String where, String message) {
    return Rejected.because(Stage.CLASSES, rule, where, message);
  }

  private void check() {
    for (int at = 0; at < text.length(); ) {
      int next = behindText(at);
      if (next == at) look(at, text.charAt(next++));
      at = next;
    }
  }

  /** Behind the comment or literal that begins there; the same place when none does. */
  private int behindText(int at) {
    if (text.startsWith("//", at)) return end(text.indexOf('\n', at), 0);
    if (text.startsWith("/*", at)) return end(text.indexOf("*/", at + 2), 2);
    if (text.startsWith(QUOTES, at)) return behindBlock(at + QUOTES.length());
    char first = text.charAt(at);
    return first == '"' || first == '\'' ? behindLiteral(first, at + 1) : at;
  }

  private int end(int found, int length) {
    return found < 0 ? text.length() : found + length;
  }

  private int behindBlock(int from) {
    for (int at = from; at < text.length(); at++)
      if (text.charAt(at) == '\\') at++;
      else if (text.startsWith(QUOTES, at)) return at + QUOTES.length();
    return text.length();
  }

  /** A literal ends with its line, closed or not. */
  private int behindLiteral(char quote, int from) {
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote || c == '\n' || c == '\r') return at + 1;
      if (c == '\\') at++;
    }
    return text.length();
  }

  private void look(int at, char c) {
    switch (c) {
      case '(', '[', '{' -> depth++;
      case ')', ']', '}' -> depth = Math.max(0, depth - 1);
      case '<' -> angles++;
      case '>' -> angles = Math.max(0, angles - 1);
      default -> {}
    }
    // What may stand within type arguments; with anything else it is a comparison.
    if (!isOfType(c)) angles = 0;
    if (depth + angles <= DEEPEST) return;
    throw rejected(
        "compiler.depth",
        source.place(at),
        "brackets are nested more than "
            + DEEPEST
            + " deep here; move what is inside into variables or methods of their own");
  }

  private static boolean isOfType(char c) {
    return Character.isJavaIdentifierPart(c)
        || Character.isWhitespace(c)
        || "<>.,?[]@".indexOf(c) >= 0;
  }
}
