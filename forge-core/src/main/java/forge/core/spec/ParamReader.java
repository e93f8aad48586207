// SPDX-License-Identifier: Apache-2.0
package forge.core.spec;

import forge.api.Problem;
import forge.api.ValueType;
import forge.core.data.Schema;
import forge.make.Param;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** Reads one parameter of a spec. */
final class ParamReader {

  private static final int MAX_NAME = 64;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*");

  /** JSON Schema's keywords that a parameter may carry; none of them reaches outside of it. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "title",
          "description",
          "default",
          "examples",
          "deprecated",
          "enum",
          "const",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "items",
          "prefixItems",
          "contains",
          "minContains",
          "maxContains",
          "minItems",
          "maxItems",
          "uniqueItems",
          "properties",
          "additionalProperties",
          "patternProperties",
          "propertyNames",
          "minProperties",
          "maxProperties",
          "dependentRequired",
          "anyOf",
          "oneOf",
          "allOf",
          "not");

  /** Names that a body's method already gives to something. */
  private static final Set<String> TAKEN = Set.of("context", "_");

  private final String path;
  private final BiConsumer<String, String> refused;
  private boolean good = true;

  ParamReader(String path, BiConsumer<String, String> refused) {
    this.path = path;
    this.refused = refused;
  }

  void refuse(String field, String message) {
    good = false;
    refused.accept(path + field, message);
  }

  Optional<Param> read(Object item, Set<String> variables) {
    if (!(item instanceof Map<?, ?> map)) {
      refuse("", "a parameter is an object with 'name' and 'type'");
      return Optional.empty();
    }
    Map<String, Object> fields = Words.named(map);
    String name = name(fields.get("name"));
    Optional<ValueType<?>> type = type(fields.get("type"));
    boolean required = required(fields.get("required"));
    Map<String, Object> schema = new LinkedHashMap<>();
    type.ifPresent(known -> schema.putAll(known.schema()));
    fields.forEach((field, value) -> keyword(field, value, schema));
    if (!good) return Optional.empty();
    if (!checked(schema)) return Optional.empty();
    return Optional.of(new Param(name, variable(name, variables), type.get(), required, schema));
  }

  private String name(Object value) {
    if (value instanceof String name && name.length() <= MAX_NAME && NAME.matcher(name).matches())
      return name;
    refuse(
        ".name",
        value instanceof String name
            ? "parameter name '"
                + Words.shown(name)
                + "' must be letters and digits, joined by _ or -, at most "
                + MAX_NAME
            : "a parameter needs a 'name', a string");
    return "";
  }

  private Optional<ValueType<?>> type(Object value) {
    if (!(value instanceof String name)) {
      refuse(".type", "a parameter needs a 'type': " + ValueType.KNOWN);
      return Optional.empty();
    }
    try {
      return Optional.of(ValueType.of(name));
    } catch (IllegalArgumentException e) {
      refuse(".type", e.getMessage());
      return Optional.empty();
    }
  }

  private boolean required(Object value) {
    if (value == null) return false;
    if (value instanceof Boolean required) return required;
    refuse(".required", "'required' must be true or false");
    return false;
  }

  private void keyword(String field, Object value, Map<String, Object> schema) {
    if (Set.of("name", "type", "required").contains(field)) return;
    if (KEYWORDS.contains(field)) schema.put(field, value);
    else
      refuse(
          "." + Words.shown(field),
          "unknown field '"
              + Words.shown(field)
              + "'; a parameter has name, type, required and JSON Schema keywords");
  }

  /** The schema must be one, and the default must fit it. */
  private boolean checked(Map<String, Object> schema) {
    try {
      Schema read = Schema.of(schema);
      Object value = schema.get("default");
      List<Problem> problems = value == null ? List.of() : read.check(value);
      problems.forEach(problem -> refuse(".default", "the default " + problem.message()));
    } catch (IllegalArgumentException e) {
      refuse("", "the parameter " + e.getMessage());
    }
    return good;
  }

  /** The name as Java wants it; {@code class} becomes {@code class_}. */
  private static String variable(String name, Set<String> variables) {
    String variable = name.replace('-', '_');
    while (SourceVersion.isKeyword(variable)
        || TAKEN.contains(variable)
        || !variables.add(variable)) variable += "_";
    return variable;
  }
}
