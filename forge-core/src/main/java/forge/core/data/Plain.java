// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a skill answers, copied into plain data: {@code Map List String Long Double BigInteger
 * BigDecimal Boolean} and null. Nothing of the skill's own classes is left in it.
 */
public final class Plain {

  /** Deepest nesting of an answer. */
  public static final int MAX_DEPTH = 100;

  private Plain() {}

  /**
   * Copies a value.
   *
   * @throws IllegalArgumentException for what has no JSON; the message names it
   */
  public static Object of(Object value) {
    return copy(value, 0);
  }

  private static Object copy(Object value, int depth) {
    if (depth > MAX_DEPTH)
      throw new IllegalArgumentException("it nests deeper than " + MAX_DEPTH + " levels");
    if (value == null || value instanceof Boolean || value instanceof String) return value;
    if (value instanceof Number number) return number(number);
    if (value instanceof Map<?, ?> map) return map(map, depth);
    if (value instanceof Iterable<?> items) return list(items, depth);
    if (value.getClass().isArray()) return array(value, depth);
    if (value instanceof Optional<?> optional) return copy(optional.orElse(null), depth);
    if (value instanceof Record record) return record(record, depth);
    if (value instanceof Character
        || value instanceof Enum<?>
        || value instanceof UUID
        || value instanceof TemporalAccessor) return value.toString();
    throw new IllegalArgumentException(
        value.getClass().getName() + " has no JSON; answer with a map, list, text or number");
  }

  private static Number number(Number number) {
    if (number instanceof Long || number instanceof BigInteger || number instanceof BigDecimal)
      return number;
    if (number instanceof Integer || number instanceof Short || number instanceof Byte)
      return number.longValue();
    if (number instanceof Double || number instanceof Float) {
      double value =
          number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
      if (Double.isNaN(value) || Double.isInfinite(value))
        throw new IllegalArgumentException(number + " has no JSON; answer with a finite number");
      return value;
    }
    return new BigDecimal(number.toString());
  }

  private static Map<String, Object> map(Map<?, ?> map, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(String.valueOf(key), copy(item, depth + 1)));
    return copy;
  }

  private static List<Object> list(Iterable<?> items, int depth) {
    List<Object> copy = new ArrayList<>();
    items.forEach(item -> copy.add(copy(item, depth + 1)));
    return copy;
  }

  private static List<Object> array(Object array, int depth) {
    int length = Array.getLength(array);
    List<Object> copy = new ArrayList<>(length);
    for (int i = 0; i < length; i++) copy.add(copy(Array.get(array, i), depth + 1));
    return copy;
  }

  private static Map<String, Object> record(Record record, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents())
      copy.put(component.getName(), copy(read(record, component), depth + 1));
    return copy;
  }

  private static Object read(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(component + " cannot be read", e);
    }
  }
}
