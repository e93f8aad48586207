// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Collection;
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

  /** Most values in an answer, each element and each field counted. */
  public static final int MAX_VALUES = 1_000_000;

  /** Most characters in an answer, in all its texts together. */
  public static final long MAX_CHARS = 32L << 20;

  private final boolean strict;
  private int values;
  private long chars;

  private Plain(boolean strict) {
    this.strict = strict;
  }

  /**
   * Copies a value.
   *
   * @throws IllegalArgumentException for what has no JSON, or too much of it; the message names it
   */
  public static Object of(Object value) {
    return new Plain(false).copy(value, 0);
  }

  /**
   * Copies what is plain data already: nothing of the skill's own classes is called on the way.
   *
   * @throws IllegalArgumentException for anything but maps, collections, text, numbers and booleans
   */
  public static Object strict(Object value) {
    return new Plain(true).copy(value, 0);
  }

  private Object copy(Object value, int depth) {
    if (depth > MAX_DEPTH)
      throw new IllegalArgumentException("it nests deeper than " + MAX_DEPTH + " levels");
    if (++values > MAX_VALUES)
      throw new IllegalArgumentException("it has more than " + MAX_VALUES + " values");
    if (value == null || value instanceof Boolean) return value;
    if (value instanceof String text) return text(text);
    if (value instanceof Number number) return number(number);
    if (value instanceof Map<?, ?> map) return map(map, depth);
    if (value instanceof Collection<?> items) return list(items, depth);
    if (strict)
      throw new IllegalArgumentException(
          "give plain data: maps, lists, text, numbers and booleans, not "
              + value.getClass().getName());
    if (value instanceof Iterable<?> items) return list(items, depth);
    if (value.getClass().isArray()) return array(value, depth);
    if (value instanceof Optional<?> optional) return copy(optional.orElse(null), depth);
    if (value instanceof Record record) return record(record, depth);
    if (isText(value)) return text(value.toString());
    throw new IllegalArgumentException(
        value.getClass().getName() + " has no JSON; answer with a map, list, text or number");
  }

  private static boolean isText(Object value) {
    return value instanceof Character
        || value instanceof Enum<?>
        || value instanceof UUID
        || value instanceof TemporalAccessor;
  }

  private String text(String text) {
    chars += text.length();
    if (chars > MAX_CHARS)
      throw new IllegalArgumentException("it has more than " + MAX_CHARS + " characters");
    return text;
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

  private Map<String, Object> map(Map<?, ?> map, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(key(key, depth), copy(item, depth + 1)));
    return copy;
  }

  /** A container as a key is copied first, so that its text has an end. */
  private String key(Object key, int depth) {
    if (strict && !(key instanceof String || key instanceof Number || key instanceof Boolean))
      throw new IllegalArgumentException("give plain data: the keys of a map are texts");
    boolean container =
        key instanceof Iterable || key instanceof Map || key instanceof Optional || isArray(key);
    return text(String.valueOf(container ? copy(key, depth + 1) : key));
  }

  private static boolean isArray(Object value) {
    return value != null && value.getClass().isArray();
  }

  private List<Object> list(Iterable<?> items, int depth) {
    List<Object> copy = new ArrayList<>();
    items.forEach(item -> copy.add(copy(item, depth + 1)));
    return copy;
  }

  private List<Object> array(Object array, int depth) {
    int length = Array.getLength(array);
    List<Object> copy = new ArrayList<>(length);
    for (int i = 0; i < length; i++) copy.add(copy(Array.get(array, i), depth + 1));
    return copy;
  }

  private Map<String, Object> record(Record record, int depth) {
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
