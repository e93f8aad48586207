// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import forge.api.SkillName;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dropped Java file as a spec: name, description and schemas are those of its {@code @SkillInfo};
 * without a name there, the skill has that of the class in snake case. Its package becomes the
 * skill's own, on the same line.
 */
final class SkillSource {

  private static final Pattern PACKAGE = Pattern.compile("\\bpackage\\s+[\\w.\\s]+;");
  private static final Pattern TYPE =
      Pattern.compile("\\bpublic\\s+(?:\\w+\\s+)*?(?:class|record|enum)\\s+(\\w+)");
  private static final Gson GSON = new Gson();

  private final String text;
  private final JavaText code;

  private SkillSource(String text) {
    this.text = text;
    this.code = new JavaText(text);
  }

  /**
   * The text of the spec.
   *
   * @throws Rejected at {@link Stage#SPEC} when the name is none, or {@code @SkillInfo} is not
   *     written out
   */
  static String spec(String text) {
    return new SkillSource(text).spec();
  }

  private String spec() {
    Map<String, String> info = code.annotation("SkillInfo");
    SkillName name = name(info);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", name.value());
    spec.put("description", info.getOrDefault("description", ""));
    // What it takes it says itself; without a schema, any object goes in.
    spec.put(
        "input",
        schema(info, "input").orElseGet(() -> JsonParser.parseString("{\"type\":\"object\"}")));
    schema(info, "output").ifPresent(output -> spec.put("returns", output));
    spec.put("source", moved(name));
    return GSON.toJson(spec);
  }

  private SkillName name(Map<String, String> info) {
    String name = Optional.ofNullable(info.get("name")).orElseGet(() -> snake(className()));
    try {
      return new SkillName(name);
    } catch (IllegalArgumentException e) {
      throw refused("name", e.getMessage());
    }
  }

  private String className() {
    Matcher type = TYPE.matcher(code.blanked());
    if (type.find()) return type.group(1);
    throw refused("", "the source declares no public class; it must declare one that is a Skill");
  }

  /** {@code HTTPProbe2} gives {@code http_probe2}. */
  static String snake(String type) {
    return type.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
        .toLowerCase(java.util.Locale.ROOT);
  }

  private Optional<JsonElement> schema(Map<String, String> info, String property) {
    String schema = info.getOrDefault(property, "");
    if (schema.isEmpty()) return Optional.empty();
    try {
      return Optional.of(JsonParser.parseString(schema));
    } catch (JsonParseException e) {
      throw refused(property, "the '" + property + "' of @SkillInfo is no JSON: " + e.getMessage());
    }
  }

  private String moved(SkillName name) {
    String home = "package " + name.module() + ";";
    Matcher declared = PACKAGE.matcher(code.blanked());
    if (!declared.find()) return home + " " + text;
    return text.substring(0, declared.start()) + home + text.substring(declared.end());
  }

  static Rejected refused(String where, String message) {
    return Rejected.because(Stage.SPEC, "drop.source", where, message);
  }
}
