// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call's arguments.
 *
 * @param arguments plain data by name, in the order given: {@code Map}, {@code List}, {@code
 *     String}, {@code Long}, {@code Double}, {@code BigInteger}, {@code BigDecimal}, {@code
 *     Boolean} and null
 */
public record SkillRequest(Map<String, Object> arguments) {

  /** Copies the map, so that a caller cannot change it under the skill. */
  public SkillRequest {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /**
   * The argument, converted.
   *
   * @throws Refusal {@link Failure#BAD_INPUT} when it is missing or does not fit the type
   */
  public <T> T required(String name, ValueType<T> type) {
    Object value = arguments.get(name);
    if (value == null && (!type.acceptsNull() || !arguments.containsKey(name)))
      throw Refusal.badInput(name, "is required (" + type + ")");
    return value == null ? null : type.convert(value, name);
  }

  /**
   * The argument, converted, or null when it is absent or JSON null: in a skill's body an optional
   * parameter is a variable that may be null.
   *
   * @throws Refusal {@link Failure#BAD_INPUT} when it is there and does not fit the type
   */
  public <T> T optional(String name, ValueType<T> type) {
    Object value = arguments.get(name);
    return value == null ? null : type.convert(value, name);
  }
}
