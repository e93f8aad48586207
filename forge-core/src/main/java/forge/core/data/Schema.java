// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import forge.api.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A JSON Schema (2020-12) that plain data is held against.
 *
 * <p>Types, bounds, properties and items are checked here, in words that name the value; only what
 * says more goes through the library, which is complete and some fifty times slower.
 */
public final class Schema {

  private static final Set<String> CHECKED_HERE =
      Set.of(
          "type", "properties", "required", "additionalProperties", "items", "minimum", "maximum");
  private static final Set<String> SAYS_NOTHING =
      Set.of("title", "description", "default", "examples", "deprecated");
  private static final Set<String> TYPES =
      Set.of("string", "integer", "number", "boolean", "array", "object", "null");
  private static final Set<String> VALUES = Set.of("default", "examples", "enum", "const");
  private static final Gson GSON = new Gson();
  private static final GsonNode.Factory NODES = new GsonNode.Factory();

  private final Map<String, Object> plain;
  private final Map<String, Object> defaults;
  private final Optional<Full> full;

  private record Full(Validator validator, URI schema) {}

  private Schema(Map<String, Object> plain, Optional<Full> full) {
    this.plain = plain;
    this.defaults = defaults(plain);
    this.full = full;
  }

  /**
   * Reads a schema.
   *
   * @throws IllegalArgumentException when it is none; the message says what is wrong
   */
  public static Schema of(Map<String, Object> plain) {
    return new Schema(plain, isSimple(plain) ? Optional.empty() : Optional.of(compiled(plain)));
  }

  private static Full compiled(Map<String, Object> plain) {
    examine(plain);
    try {
      Validator validator = new ValidatorFactory().withJsonNodeFactory(NODES).createValidator();
      return new Full(validator, validator.registerSchema(tree(plain)));
    } catch (JsonSchemaException e) {
      throw new IllegalArgumentException("is no JSON Schema: " + firstLine(e.getMessage()), e);
    }
  }

  /** What the library would only find out with the first value, or fetch from elsewhere. */
  private static void examine(Object node) {
    if (node instanceof Collection<?> items) items.forEach(Schema::examine);
    if (!(node instanceof Map<?, ?> schema)) return;
    schema.forEach(
        (keyword, value) -> {
          if (keyword.equals("pattern") && value instanceof String regex) compile(regex);
          if (keyword.equals("patternProperties") && value instanceof Map<?, ?> patterns)
            patterns.keySet().forEach(regex -> compile(regex.toString()));
          if (keyword.equals("$ref") && !String.valueOf(value).startsWith("#"))
            throw new IllegalArgumentException("is no JSON Schema we take: $ref must begin with #");
          if (!VALUES.contains(keyword)) examine(value);
        });
  }

  private static void compile(String regex) {
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("has a bad pattern: " + e.getDescription(), e);
    }
  }

  /** The library asks an element for its number as text, so any number class will do. */
  private static JsonElement tree(Object plain) {
    return GSON.toJsonTree(plain);
  }

  private static String firstLine(String text) {
    return String.valueOf(text).lines().findFirst().orElse("");
  }

  private static boolean isSimple(Object node) {
    if (!(node instanceof Map<?, ?> schema)) return false;
    for (Map.Entry<?, ?> entry : schema.entrySet()) {
      Object key = entry.getKey();
      if (SAYS_NOTHING.contains(key)) continue;
      if (!CHECKED_HERE.contains(key) || !isSimple(key.toString(), entry.getValue())) return false;
    }
    return true;
  }

  private static boolean isSimple(String keyword, Object value) {
    return switch (keyword) {
      case "type" -> value instanceof String type && TYPES.contains(type);
      case "properties" ->
          value instanceof Map<?, ?> map && map.values().stream().allMatch(Schema::isSimple);
      case "required" ->
          value instanceof List<?> names && names.stream().allMatch(String.class::isInstance);
      case "additionalProperties" -> value instanceof Boolean || isSimple(value);
      case "items" -> isSimple(value);
      default -> value instanceof Number;
    };
  }

  /** The schema as plain data. */
  public Map<String, Object> plain() {
    return plain;
  }

  private static Map<String, Object> defaults(Map<String, Object> plain) {
    if (!(plain.get("properties") instanceof Map<?, ?> properties)) return Map.of();
    Map<String, Object> defaults = new LinkedHashMap<>();
    properties.forEach(
        (name, schema) -> {
          if (schema instanceof Map<?, ?> map && map.get("default") != null)
            defaults.put(name.toString(), map.get("default"));
        });
    return Collections.unmodifiableMap(defaults);
  }

  /** What stands in for the properties that are not there. */
  public Map<String, Object> defaults() {
    return defaults;
  }

  /**
   * What is wrong with a value; empty when it fits.
   *
   * @param value plain data
   */
  public List<Problem> check(Object value) {
    List<Problem> problems = new ArrayList<>();
    check(plain, value, "", problems);
    if (problems.isEmpty() && full.isPresent()) {
      Full all = full.get();
      Validator.Result result = all.validator.validate(all.schema, tree(value));
      if (!result.isValid()) result.getErrors().forEach(error -> add(error, problems));
    }
    return problems;
  }

  private static void add(Error error, List<Problem> problems) {
    if (error.getError() == null) return;
    String path = error.getInstanceLocation().replaceFirst("^#?/", "").replace('/', '.');
    Problem problem = new Problem(path, firstLine(error.getError()));
    if (!problems.contains(problem)) problems.add(problem);
  }

  private static void check(Object node, Object value, String path, List<Problem> problems) {
    if (!(node instanceof Map<?, ?> schema)) {
      if (Boolean.FALSE.equals(node)) problems.add(new Problem(path, "is not wanted"));
      return;
    }
    if (schema.get("type") instanceof String type && !isA(type, value)) {
      problems.add(new Problem(path, "must be " + a(type) + ", got " + kind(value)));
      return;
    }
    if (value instanceof Map<?, ?> map) object(schema, map, path, problems);
    else if (value instanceof Collection<?> items) array(schema, items, path, problems);
    else if (value instanceof Number number) bounds(schema, number, path, problems);
  }

  private static void object(
      Map<?, ?> schema, Map<?, ?> value, String path, List<Problem> problems) {
    if (schema.get("required") instanceof List<?> names)
      for (Object name : names)
        if (!value.containsKey(name))
          problems.add(new Problem(join(path, name), "is required" + wanted(schema, name)));
    Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
    Object rest = schema.get("additionalProperties");
    boolean patterns = schema.containsKey("patternProperties");
    value.forEach(
        (name, item) -> {
          String at = join(path, name);
          if (properties.containsKey(name)) check(properties.get(name), item, at, problems);
          else if (Boolean.FALSE.equals(rest) && !patterns)
            problems.add(new Problem(at, "is unknown" + known(properties)));
          else if (rest != null && !patterns) check(rest, item, at, problems);
        });
  }

  private static String wanted(Map<?, ?> schema, Object name) {
    return schema.get("properties") instanceof Map<?, ?> properties
            && properties.get(name) instanceof Map<?, ?> property
            && property.get("type") instanceof String type
        ? " (" + type + ")"
        : "";
  }

  private static String known(Map<?, ?> properties) {
    if (properties.isEmpty()) return "; it takes no parameters";
    return "; it takes "
        + String.join(", ", properties.keySet().stream().map(String::valueOf).toList());
  }

  private static void array(
      Map<?, ?> schema, Collection<?> items, String path, List<Problem> problems) {
    if (!schema.containsKey("items") || schema.containsKey("prefixItems")) return;
    int index = 0;
    for (Object item : items)
      check(schema.get("items"), item, path + "[" + index++ + "]", problems);
  }

  private static void bounds(Map<?, ?> schema, Number value, String path, List<Problem> problems) {
    if (schema.get("minimum") instanceof Number least && compare(value, least) < 0)
      problems.add(new Problem(path, "must be at least " + least));
    if (schema.get("maximum") instanceof Number most && compare(value, most) > 0)
      problems.add(new Problem(path, "must be at most " + most));
  }

  private static int compare(Number a, Number b) {
    if (a instanceof Long x && b instanceof Long y) return Long.compare(x, y);
    return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
  }

  private static boolean isA(String type, Object value) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Number number && isWhole(number);
      case "array" -> value instanceof Collection;
      case "object" -> value instanceof Map;
      case "null" -> value == null;
      default -> true;
    };
  }

  private static boolean isWhole(Number number) {
    if (number instanceof Long || number instanceof Integer || number instanceof BigInteger)
      return true;
    if (number instanceof Double value) return value == Math.rint(value) && !value.isInfinite();
    return new BigDecimal(number.toString()).stripTrailingZeros().scale() <= 0;
  }

  private static String a(String type) {
    return switch (type) {
      case "integer", "array", "object" -> "an " + type;
      case "null" -> type;
      default -> "a " + type;
    };
  }

  private static String kind(Object value) {
    if (value == null) return "null";
    if (value instanceof String) return "a string";
    if (value instanceof Boolean) return "a boolean";
    if (value instanceof Number) return "a number";
    return value instanceof Collection ? "an array" : "an object";
  }

  private static String join(String path, Object name) {
    return path.isEmpty() ? String.valueOf(name) : path + "." + name;
  }
}
