// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One function of a data file, as a skill.
 *
 * @param name its name in snake case
 * @param spec what creates it, plain data
 * @param examples what it is called with, and what it must answer
 */
record Function(String name, Map<String, Object> spec, List<Example> examples) {

  /**
   * One call with its answer.
   *
   * @param input the arguments
   * @param output plain data
   */
  record Example(Map<String, Object> input, Object output) {
    private Map<String, Object> plain() {
      Map<String, Object> plain = new LinkedHashMap<>();
      plain.put("input", input);
      plain.put("output", output);
      return plain;
    }
  }

  /**
   * Reads a line: {@code {"name","description","params":[{"name","type"}],"returns","body",
   * "examples":[{"in","out"}]}}; further fields are left aside.
   *
   * @throws IllegalArgumentException when it is no such line
   */
  static Function read(String line) {
    if (!(Json.read(line) instanceof Map<?, ?> fields))
      throw new IllegalArgumentException("a line is a JSON object");
    String name = snakeCase(field(fields, "name", String.class));
    List<Example> examples = examples(field(fields, "examples", List.class));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", name);
    spec.put("description", field(fields, "description", String.class));
    spec.put("params", params(field(fields, "params", List.class)));
    spec.put("returns", field(fields, "returns", String.class));
    spec.put("body", field(fields, "body", String.class));
    spec.put("examples", examples.stream().map(Example::plain).toList());
    return new Function(name, spec, examples);
  }

  /** The same function under another name. */
  Function named(String other) {
    Map<String, Object> renamed = new LinkedHashMap<>(spec);
    renamed.put("name", other);
    return new Function(other, renamed, examples);
  }

  private static <T> T field(Map<?, ?> fields, String name, Class<T> type) {
    if (type.isInstance(fields.get(name))) return type.cast(fields.get(name));
    throw new IllegalArgumentException(
        "'" + name + "' must be there, a JSON " + (type == String.class ? "string" : "array"));
  }

  private static List<Map<String, Object>> params(List<?> items) {
    List<Map<String, Object>> params = new ArrayList<>();
    for (Object item : items) {
      Map<?, ?> fields = (Map<?, ?>) item;
      Map<String, Object> param = new LinkedHashMap<>();
      param.put("name", fields.get("name"));
      param.put("type", fields.get("type"));
      param.put("required", true);
      params.add(param);
    }
    return params;
  }

  private static List<Example> examples(List<?> items) {
    List<Example> examples = new ArrayList<>();
    for (Object item : items) {
      Map<?, ?> fields = (Map<?, ?>) item;
      Map<String, Object> input = new LinkedHashMap<>();
      ((Map<?, ?>) fields.get("in")).forEach((name, value) -> input.put((String) name, value));
      examples.add(new Example(input, fields.get("out")));
    }
    return examples;
  }

  /** {@code minCost} is {@code min_cost}, {@code toXML2Text} is {@code to_xml2_text}. */
  static String snakeCase(String camelCase) {
    return camelCase
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
