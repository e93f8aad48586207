// SPDX-License-Identifier: Apache-2.0
package forge.make;

import forge.api.ValueType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One parameter of a skill.
 *
 * @param name its name on the wire
 * @param variable its name as a Java variable; differs from the name when Java wants it to
 * @param type what it takes
 * @param required whether a call must give it
 * @param schema its JSON Schema, plain data: the type's own with the spec's keywords added
 */
public record Param(
    String name, String variable, ValueType<?> type, boolean required, Map<String, Object> schema) {

  /** Copies the schema. */
  public Param {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(variable, "variable");
    Objects.requireNonNull(type, "type");
    schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
  }

  /** Whether a call that leaves it out gets a default. */
  public boolean hasDefault() {
    return schema.get("default") != null;
  }

  /** Whether the variable always holds a value, so that it may be of a primitive type. */
  public boolean alwaysThere() {
    return required || hasDefault();
  }
}
