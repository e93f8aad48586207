// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A type of a closed set that a parameter or a value may have: it knows its JSON Schema, its name
 * in Java, and how plain data becomes it.
 *
 * <p>In a value of no type ({@code Object}), a whole number is an {@code Integer} when it fits,
 * else a {@code Long}, else a {@code BigInteger}; any other number is a {@code Double}.
 *
 * <p>JSON Schema's names: {@code string integer number boolean array object any}. Java's: {@code
 * int long double boolean}, their boxes, {@code Number String Object}, {@code List<T> Set<T>
 * HashSet<T> Map<K,T> HashMap<K,T>} with {@code K} String or a box. Only text of this set becomes a
 * type, so a type's name is safe in source.
 *
 * @param <T> what {@link #convert} gives, boxed
 */
public final class ValueType<T> {

  /** The types by name, for a message to whoever chose another. */
  public static final String KNOWN =
      "string, integer, number, boolean, array, object or any"
          + " (or a Java type: int, long, double, boolean, String, List<T>, Set<T>, Map<String,T>)";

  private static final int MAX_TEXT = 256;
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private enum Kind {
    STRING("String", "String"),
    INT("int", "Integer"),
    LONG("long", "Long"),
    DOUBLE("double", "Double"),
    BOOLEAN("boolean", "Boolean"),
    NUMBER("Number", "Number"),
    ANY("Object", "Object"),
    LIST("List", "List"),
    SET("Set", "Set"),
    HASH_SET("HashSet", "HashSet"),
    MAP("Map", "Map"),
    HASH_MAP("HashMap", "HashMap");

    final String plain;
    final String boxed;

    Kind(String plain, String boxed) {
      this.plain = plain;
      this.boxed = boxed;
    }
  }

  private static final Map<String, Kind> SIMPLE =
      Map.ofEntries(
          Map.entry("string", Kind.STRING),
          Map.entry("String", Kind.STRING),
          Map.entry("integer", Kind.LONG),
          Map.entry("int", Kind.INT),
          Map.entry("Integer", Kind.INT),
          Map.entry("long", Kind.LONG),
          Map.entry("Long", Kind.LONG),
          Map.entry("number", Kind.DOUBLE),
          Map.entry("double", Kind.DOUBLE),
          Map.entry("Double", Kind.DOUBLE),
          Map.entry("boolean", Kind.BOOLEAN),
          Map.entry("Boolean", Kind.BOOLEAN),
          Map.entry("Number", Kind.NUMBER),
          Map.entry("any", Kind.ANY),
          Map.entry("Object", Kind.ANY));

  private static final Map<String, Kind> GENERIC =
      Map.of(
          "List", Kind.LIST,
          "Set", Kind.SET,
          "HashSet", Kind.HASH_SET,
          "Map", Kind.MAP,
          "HashMap", Kind.HASH_MAP);

  private final String text;
  private final Kind kind;
  private final ValueType<?> key;
  private final ValueType<?> element;

  private ValueType(String text, Kind kind, ValueType<?> key, ValueType<?> element) {
    this.text = text;
    this.kind = kind;
    this.key = key;
    this.element = element;
  }

  /**
   * The type of that name.
   *
   * @throws IllegalArgumentException with a message that lists what there is
   */
  @SuppressWarnings("unchecked") // the caller names the Java type of the text it passes
  public static <T> ValueType<T> of(String text) {
    return (ValueType<T>) new Reader(text).read();
  }

  /** What {@link #of} was given. */
  public String text() {
    return text;
  }

  /** The Java type of a variable that always holds a value: {@code int}, {@code List<String>}. */
  public String javaType() {
    return isBoxName() ? boxedType() : javaName(kind.plain);
  }

  /** The Java type of a variable that may be null: {@code Integer}, {@code List<String>}. */
  public String boxedType() {
    return javaName(kind.boxed);
  }

  private boolean isBoxName() {
    return text.equals(kind.boxed);
  }

  private String javaName(String name) {
    return switch (kind) {
      case LIST, SET, HASH_SET -> name + "<" + element.boxedType() + ">";
      case MAP, HASH_MAP -> name + "<" + key.boxedType() + ", " + element.boxedType() + ">";
      default -> name;
    };
  }

  /** Whether JSON null is a value of it. */
  public boolean acceptsNull() {
    return kind == Kind.ANY;
  }

  /** Its JSON Schema, plain data; empty for any. */
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    switch (kind) {
      case STRING -> schema.put("type", "string");
      case LONG -> schema.put("type", "integer");
      case DOUBLE, NUMBER -> schema.put("type", "number");
      case BOOLEAN -> schema.put("type", "boolean");
      case ANY -> {}
      case INT -> {
        schema.put("type", "integer");
        schema.put("minimum", (long) Integer.MIN_VALUE);
        schema.put("maximum", (long) Integer.MAX_VALUE);
      }
      case LIST, SET, HASH_SET -> {
        schema.put("type", "array");
        if (!element.acceptsNull()) schema.put("items", element.schema());
      }
      case MAP, HASH_MAP -> {
        schema.put("type", "object");
        if (!element.acceptsNull()) schema.put("additionalProperties", element.schema());
      }
    }
    return schema;
  }

  /**
   * Makes plain data a value of this type: a fresh copy that the skill may change.
   *
   * @param plain not null unless {@link #acceptsNull()}
   * @param path where the value stands, for the message
   * @throws Refusal {@link Failure#BAD_INPUT} when it does not fit
   */
  @SuppressWarnings("unchecked") // each branch makes what the type says
  public T convert(Object plain, String path) {
    if (plain == null && kind != Kind.ANY) throw misfit(plain, path);
    return (T)
        switch (kind) {
          case STRING -> plain instanceof String ? plain : fail(plain, path);
          case BOOLEAN -> plain instanceof Boolean ? plain : fail(plain, path);
          case NUMBER -> plain instanceof Number ? plain : fail(plain, path);
          case DOUBLE -> real(plain, path);
          case LONG -> integer(plain, path);
          case INT -> small(plain, path);
          case ANY -> copy(plain);
          case LIST -> fill(new ArrayList<>(), plain, path);
          case SET, HASH_SET -> fill(new LinkedHashSet<>(), plain, path);
          case MAP, HASH_MAP -> map(plain, path);
        };
  }

  private Double real(Object plain, String path) {
    if (!(plain instanceof Number number)) throw misfit(plain, path);
    double value = number.doubleValue();
    if (Double.isNaN(value) || Double.isInfinite(value))
      throw Refusal.badInput(path, "is too large for a number");
    return value;
  }

  private Long integer(Object plain, String path) {
    if (plain instanceof Long || plain instanceof Integer) return ((Number) plain).longValue();
    BigInteger value = whole(plain, path);
    if (value.compareTo(LONG_MIN) < 0 || value.compareTo(LONG_MAX) > 0)
      throw Refusal.badInput(path, "must fit in 64 bits");
    return value.longValueExact();
  }

  private Integer small(Object plain, String path) {
    long value = integer(plain, path);
    if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE)
      throw Refusal.badInput(path, "must fit in 32 bits");
    return (int) value;
  }

  /** 1.0 is an integer in JSON Schema. A huge exponent is refused before it becomes huge. */
  private BigInteger whole(Object plain, String path) {
    if (plain instanceof BigInteger value) return value;
    if (!(plain instanceof Number)) throw misfit(plain, path);
    try {
      BigDecimal value = new BigDecimal(plain.toString()).stripTrailingZeros();
      if (value.scale() > 0) throw misfit(plain, path);
      if (value.scale() < -32) throw Refusal.badInput(path, "must fit in 64 bits");
      return value.toBigIntegerExact();
    } catch (NumberFormatException e) {
      throw misfit(plain, path);
    }
  }

  private <C extends Collection<Object>> C fill(C target, Object plain, String path) {
    if (!(plain instanceof Collection<?> items)) throw misfit(plain, path);
    int index = 0;
    for (Object item : items) target.add(element.convert(item, path + "[" + index++ + "]"));
    return target;
  }

  private Map<Object, Object> map(Object plain, String path) {
    if (!(plain instanceof Map<?, ?> entries)) throw misfit(plain, path);
    Map<Object, Object> target = new LinkedHashMap<>();
    entries.forEach(
        (name, value) -> {
          String at = path + "." + name;
          target.put(key.keyOf(String.valueOf(name), at), element.convert(value, at));
        });
    return target;
  }

  /** JSON has text keys only, so a box is read from the text. */
  private Object keyOf(String name, String path) {
    try {
      return switch (kind) {
        case INT -> Integer.valueOf(name);
        case LONG -> Long.valueOf(name);
        case DOUBLE -> Double.valueOf(name);
        case BOOLEAN -> {
          if (!name.equals("true") && !name.equals("false")) throw new NumberFormatException();
          yield Boolean.valueOf(name);
        }
        default -> name;
      };
    } catch (NumberFormatException e) {
      throw Refusal.badInput(path, "the key must be " + described());
    }
  }

  /**
   * Where no type is asked for, a whole number is the smaller box that holds it, as in most
   * libraries.
   */
  private static Object copy(Object plain) {
    if (plain instanceof Long number && number == number.intValue()) return number.intValue();
    if (plain instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((name, value) -> copy.put(name, copy(value)));
      return copy;
    }
    if (plain instanceof Collection<?> items) {
      List<Object> copy = new ArrayList<>(items.size());
      items.forEach(item -> copy.add(copy(item)));
      return copy;
    }
    return plain;
  }

  private Object fail(Object plain, String path) {
    throw misfit(plain, path);
  }

  private Refusal misfit(Object plain, String path) {
    return Refusal.badInput(path, "must be " + described() + ", got " + seen(plain));
  }

  private String described() {
    return switch (kind) {
      case STRING -> "a string";
      case INT, LONG -> "an integer";
      case DOUBLE, NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case LIST, SET, HASH_SET -> "an array";
      case MAP, HASH_MAP -> "an object";
      case ANY -> "any value";
    };
  }

  private static String seen(Object plain) {
    if (plain == null) return "null";
    if (plain instanceof String) return "a string";
    if (plain instanceof Boolean) return "a boolean";
    if (plain instanceof Number number) return "the number " + shortened(number.toString());
    return plain instanceof Collection ? "an array" : "an object";
  }

  private static String shortened(String text) {
    return text.length() <= 24 ? text : text.substring(0, 24) + "…";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueType<?> type && type.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** Recursive descent over {@code Name} and {@code Name<T>} and {@code Name<K,T>}. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = Objects.requireNonNull(text, "text");
    }

    ValueType<?> read() {
      if (text.length() > MAX_TEXT) throw unknown();
      if (text.equals("array")) return generic(Kind.LIST, "array");
      if (text.equals("object")) return generic(Kind.MAP, "object");
      ValueType<?> type = next();
      if (at != text.length()) throw unknown();
      return type;
    }

    private ValueType<?> generic(Kind kind, String name) {
      ValueType<?> any = new ValueType<>("any", Kind.ANY, null, null);
      ValueType<?> key = new ValueType<>("String", Kind.STRING, null, null);
      return new ValueType<>(name, kind, kind == Kind.MAP ? key : null, any);
    }

    private ValueType<?> next() {
      skipBlanks();
      int from = at;
      while (at < text.length() && Character.isLetter(text.charAt(at))) at++;
      String name = text.substring(from, at);
      Kind simple = SIMPLE.get(name);
      if (simple != null) return new ValueType<>(name, simple, null, null);
      Kind generic = GENERIC.get(name);
      if (generic == null) throw unknown();
      ValueType<?> key = null;
      expect('<');
      if (generic == Kind.MAP || generic == Kind.HASH_MAP) {
        key = argument();
        if (key.kind.ordinal() > Kind.BOOLEAN.ordinal()) throw unknown();
        expect(',');
      }
      ValueType<?> element = argument();
      expect('>');
      return new ValueType<>(text.substring(from, at), generic, key, element);
    }

    /** A type argument is a reference type: Java's primitives and JSON's names are none. */
    private ValueType<?> argument() {
      ValueType<?> type = next();
      if (Character.isLowerCase(type.text.charAt(0))) throw unknown();
      skipBlanks();
      return type;
    }

    private void expect(char c) {
      skipBlanks();
      if (at >= text.length() || text.charAt(at) != c) throw unknown();
      at++;
    }

    private void skipBlanks() {
      while (at < text.length() && text.charAt(at) == ' ') at++;
    }

    private IllegalArgumentException unknown() {
      String shown = text.length() <= 40 ? text : text.substring(0, 40) + "…";
      return new IllegalArgumentException("unknown type '" + shown + "'; use " + KNOWN);
    }
  }
}
