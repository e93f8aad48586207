// SPDX-License-Identifier: Apache-2.0
package forge.core.synth;

import forge.make.Rejected;
import forge.make.Stage;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of a body, held to being that: they stand in one method and must not close it, or
 * what follows would become members of the class.
 */
final class Statements {

  /** Java reads these before anything else, so {@code }} may be spelled so, too. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:\\\\|u+([0-9a-fA-F]{4}))");

  private Statements() {}

  /**
   * The body, unchanged.
   *
   * @throws Rejected at {@link Stage#CLASSES} when it closes a brace that it did not open
   */
  static String of(String body) {
    int line = 1;
    int depth = 0;
    for (char c : CodeOnly.of(plain(body)).toCharArray()) {
      if (c == '\n') line++;
      if (c == '{') depth++;
      if (c == '}' && --depth < 0)
        throw Rejected.because(
            Stage.CLASSES,
            "body.brace",
            "body:" + line,
            "the body closes a brace that it did not open; give statements only, or a whole class"
                + " as 'source'");
    }
    return body;
  }

  private static String plain(String body) {
    return ESCAPE.matcher(body).replaceAll(Statements::unescaped);
  }

  private static String unescaped(MatchResult escape) {
    String code = escape.group(1);
    if (code == null) return "\\\\\\\\";
    String character = String.valueOf((char) Integer.parseInt(code, 16));
    return Matcher.quoteReplacement(character);
  }
}
