// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.LiveSkill;
import forge.make.Example;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One skill as a path of the OpenAPI document. */
final class SkillPath {

  private static final int DESCRIPTION = 2_000;

  private final LiveSkill skill;

  /** Examples of what comes back, by status, then by name. */
  private final Map<String, Map<String, Object>> answers = new TreeMap<>();

  private final Map<String, Object> inputs = new LinkedHashMap<>();

  private SkillPath(LiveSkill skill) {
    this.skill = skill;
    int number = 1;
    for (Example example : skill.examples()) add("example_" + number++, example);
  }

  /** The path item. */
  static Map<String, Object> of(LiveSkill skill) {
    return Map.of("post", new SkillPath(skill).operation());
  }

  /** Of a refusal only the kind is known, so only its status is shown. */
  private void add(String name, Example example) {
    inputs.put(name, Map.of("value", example.input()));
    String status =
        example.error().map(failure -> Integer.toString(ErrorAnswer.status(failure))).orElse("200");
    Map<String, Object> shown = answers.computeIfAbsent(status, key -> new LinkedHashMap<>());
    if (example.error().isEmpty()) shown.put(name, Json.object("value", example.output()));
    else shown.put(name, Map.of("value", refusal(example)));
  }

  private static Map<String, Object> refusal(Example example) {
    String code = example.error().map(failure -> failure.code()).orElseThrow();
    return Json.object("status", "error", "code", code, "message", "…");
  }

  private Map<String, Object> operation() {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("operationId", "call_" + skill.name());
    operation.put("tags", List.of("skills in service"));
    operation.put("summary", summary());
    operation.put("description", Text.clip(skill.description(), DESCRIPTION));
    operation.put("x-forge-role", "call");
    operation.put("x-forge-version", skill.version());
    if (!skill.grants().isNone()) operation.put("x-forge-grants", skill.grants().plain());
    operation.put(
        "requestBody",
        Json.object(
            "required",
            true,
            "content",
            json(placed(skill.input(), place("requestBody")), inputs)));
    operation.put("responses", responses());
    return operation;
  }

  private String summary() {
    String first = skill.description().lines().findFirst().orElse("").strip();
    return first.isEmpty() ? "Calls " + skill.name() : Text.clip(first);
  }

  private Map<String, Object> responses() {
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", value());
    answers.forEach(
        (status, examples) -> {
          if (!status.equals("200")) responses.put(status, error(examples));
        });
    responses.putIfAbsent("400", Map.of("$ref", "#/components/responses/BadInput"));
    responses.put("default", Map.of("$ref", "#/components/responses/Error"));
    return responses;
  }

  private Map<String, Object> value() {
    Map<String, Object> examples = answers.getOrDefault("200", Map.of());
    Map<String, Object> content =
        new LinkedHashMap<>(json(placed(skill.output(), place("responses/200")), examples));
    content.put(Accept.EVENTS, Map.of("schema", Map.of("type", "string")));
    return Json.object("description", "The value", "content", content);
  }

  private static Map<String, Object> error(Map<String, Object> examples) {
    return Json.object(
        "description",
        "Refused",
        "content",
        json(Map.of("$ref", "#/components/schemas/Error"), examples));
  }

  /** Where the schema of the request or of an answer stands. */
  private String place(String part) {
    return "#/paths/~1api~1v1~1skills~1"
        + skill.name()
        + "/post/"
        + part
        + "/content/application~1json/schema";
  }

  private static Map<String, Object> json(Object schema, Map<String, Object> examples) {
    Map<String, Object> media = Json.object("schema", schema);
    if (!examples.isEmpty()) media.put("examples", examples);
    return Map.of("application/json", media);
  }

  /**
   * A schema that points into itself points from the top of the document: not every reader knows
   * that a schema may be a document of its own. One that names itself is left as it is.
   */
  private static Object placed(Object plain, String place) {
    if (plain instanceof List<?> list) return list.stream().map(one -> placed(one, place)).toList();
    if (!(plain instanceof Map<?, ?> map) || map.containsKey("$id")) return plain;
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          boolean points = name.equals("$ref") && value instanceof String to && isOwn(to);
          copy.put(
              (String) name, points ? place + value.toString().substring(1) : placed(value, place));
        });
    return copy;
  }

  private static boolean isOwn(String reference) {
    return reference.equals("#") || reference.startsWith("#/");
  }
}
