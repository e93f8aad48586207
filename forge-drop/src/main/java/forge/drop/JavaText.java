// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Java source, read as far as an annotation with literals goes; the compiler reads the rest. */
final class JavaText {

  private static final Pattern ATTRIBUTE = Pattern.compile("\\s*(\\w+)\\s*=");

  private final String text;
  private final StringBuilder blanked;
  private final List<Literal> literals = new ArrayList<>();

  private record Literal(int begin, int end, String value) {}

  JavaText(String text) {
    this.text = text;
    this.blanked = new StringBuilder(text);
    for (int at = 0; at < text.length(); ) at = next(at);
  }

  /** The text with blanks in place of comments and literals; positions stay. */
  String blanked() {
    return blanked.toString();
  }

  private int next(int at) {
    int end = at + 1;
    if (text.startsWith("//", at)) end = endOf("\n", at);
    else if (text.startsWith("/*", at)) end = endOf("*/", at + 2);
    else if (text.startsWith("\"\"\"", at)) end = literal(at, 3);
    else if (text.charAt(at) == '"') end = literal(at, 1);
    else if (text.charAt(at) == '\'') end = closing(at + 1, "'");
    else return end;
    for (int i = at; i < end; i++) if (blanked.charAt(i) != '\n') blanked.setCharAt(i, ' ');
    return end;
  }

  private int endOf(String mark, int from) {
    int at = text.indexOf(mark, from);
    return at < 0 ? text.length() : at + mark.length();
  }

  private int closing(int from, String quotes) {
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == '\\') at++;
      else if (text.startsWith(quotes, at)) return at + quotes.length();
      else if (quotes.length() == 1 && text.charAt(at) == '\n') return at;
    }
    return text.length();
  }

  private int literal(int at, int quotes) {
    String mark = text.substring(at, at + quotes);
    int end = closing(at + quotes, mark);
    String raw = text.substring(at + quotes, Math.max(at + quotes, end - quotes));
    literals.add(new Literal(at, end, quotes == 3 ? block(raw) : escaped(raw)));
    return end;
  }

  private static String block(String raw) {
    int line = raw.indexOf('\n');
    return line < 0 ? raw : escaped(raw.substring(line + 1).stripIndent());
  }

  private static String escaped(String raw) {
    try {
      return raw.translateEscapes();
    } catch (IllegalArgumentException e) {
      return raw;
    }
  }

  /**
   * The attributes of an annotation that are text; none when it is not there.
   *
   * @throws forge.make.Rejected when one is no literal
   */
  Map<String, String> annotation(String name) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher found =
        Pattern.compile("@(?:[\\w.]+\\.)?" + name + "\\s*\\(").matcher(blanked.toString());
    if (!found.find()) return attributes;
    int at = found.end();
    Matcher attribute = ATTRIBUTE.matcher(blanked);
    while (attribute.region(at, blanked.length()).lookingAt()) {
      int end = endOfValue(attribute.end());
      attributes.put(attribute.group(1), value(name, attribute.group(1), attribute.end(), end));
      at = end + 1;
      if (end >= blanked.length() || blanked.charAt(end) == ')') break;
    }
    return attributes;
  }

  private int endOfValue(int from) {
    int at = from;
    while (at < blanked.length() && ",)".indexOf(blanked.charAt(at)) < 0) at++;
    return at;
  }

  private String value(String annotation, String attribute, int begin, int end) {
    String between = blanked.substring(begin, Math.min(end, blanked.length()));
    StringBuilder value = new StringBuilder();
    for (Literal literal : literals)
      if (literal.begin() >= begin && literal.end() <= end) value.append(literal.value());
    if (!between.replace('+', ' ').isBlank() || literals.isEmpty())
      throw SkillSource.refused(
          attribute,
          "write the '"
              + attribute
              + "' of @"
              + annotation
              + " as a literal; '"
              + between.strip()
              + "' is known to the compiler only");
    return value.toString();
  }
}
