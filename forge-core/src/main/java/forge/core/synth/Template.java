// SPDX-License-Identifier: Apache-2.0
package forge.core.synth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The text of the template skill, cut into fixed lines and regions.
 *
 * <p>A region stands between a line {@code // forge:<name>} and the next {@code // forge:end}. The
 * template is the real class of the module {@code skill-template}, so it always compiles.
 */
final class Template {

  private static final String MARK = "// forge:";
  private static final String END = "end";

  private record Part(String region, String text) {}

  private final List<Part> parts;

  private Template(List<Part> parts) {
    this.parts = parts;
  }

  /** Reads the template that lies beside this class. */
  static Template load(String resource) {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException("template " + resource + " is missing");
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    StringBuilder fixed = new StringBuilder();
    String region = "";
    for (String line : text.lines().toList()) {
      String word = line.strip();
      if (word.startsWith(MARK)) {
        if (region.isEmpty()) parts.add(new Part("", fixed.toString()));
        fixed.setLength(0);
        region = word.substring(MARK.length());
        if (region.equals(END)) region = "";
        else parts.add(new Part(region, ""));
      } else if (region.isEmpty()) {
        fixed.append(line).append('\n');
      }
    }
    parts.add(new Part("", fixed.toString()));
    return new Template(parts);
  }

  /**
   * Writes the text with other names and other regions.
   *
   * @param names what replaces which word in the fixed lines
   * @param regions text by region; a region without text is cut
   */
  String fill(Map<String, String> names, Map<String, String> regions) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      String text = part.text();
      for (Map.Entry<String, String> name : names.entrySet())
        text = text.replace(name.getKey(), name.getValue());
      out.append(text).append(regions.getOrDefault(part.region(), ""));
    }
    return out.toString();
  }
}
