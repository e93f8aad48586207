// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import forge.api.SkillRequest;
import forge.live.LiveSkill;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of a call, as they are typed: by the skill's schema, text needs no quotes. */
final class Arguments {

  private Arguments() {}

  static SkillRequest of(Optional<LiveSkill> skill, Words words) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (String json : words.all("--json")) {
      if (!(Plain.read("--json", json) instanceof Map<?, ?> map))
        throw new Refused("--json must be an object, got " + json);
      map.forEach((name, value) -> arguments.put(name.toString(), value));
    }
    for (String word : words.rest().subList(1, words.rest().size())) {
      int at = word.indexOf('=');
      if (at < 1) throw new Refused("an argument is KEY=VALUE, got " + word);
      String name = word.substring(0, at);
      arguments.put(name, value(type(skill, name), name, word.substring(at + 1)));
    }
    return new SkillRequest(arguments);
  }

  /** The parameters that a skill's schema names. */
  static Set<String> names(LiveSkill skill) {
    Set<String> names = new java.util.LinkedHashSet<>();
    if (skill.input().get("properties") instanceof Map<?, ?> properties)
      properties.keySet().forEach(name -> names.add(name.toString()));
    return names;
  }

  private static Object type(Optional<LiveSkill> skill, String name) {
    return skill
        .map(known -> known.input().get("properties"))
        .map(properties -> properties instanceof Map<?, ?> map ? map.get(name) : null)
        .map(schema -> schema instanceof Map<?, ?> map ? map.get("type") : null)
        .orElse(null);
  }

  private static Object value(Object type, String name, String text) {
    if ("string".equals(type)) return text;
    if (type != null) return Plain.read(name, text);
    try {
      return Plain.read(name, text);
    } catch (Refused e) {
      return text;
    }
  }
}
