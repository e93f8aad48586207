// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text to plain data and back: {@code Map List String Long Double BigInteger BigDecimal}. */
public final class Json {

  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 128;

  /** Long numerals cost quadratic time to convert; nobody needs one this long. */
  private static final int MAX_DIGITS = 400;

  private static final Gson WRITER =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .setStrictness(Strictness.STRICT)
          .create();

  private static final Gson PRETTY =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  private Json() {}

  /**
   * Reads one JSON value; RFC 8259 to the letter, names of an object different.
   *
   * @throws IllegalArgumentException when it is no such text; the message says where
   */
  public static Object read(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MAX_DEPTH);
    try {
      Object value = value(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT)
        throw new IllegalArgumentException("more than one JSON value");
      return value;
    } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
      throw new IllegalArgumentException("malformed JSON at " + reader.getPath(), e);
    }
  }

  /** Writes plain data compactly. */
  public static String write(Object plain) {
    StringWriter text = new StringWriter();
    try {
      write(WRITER.newJsonWriter(text), plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Value by value: to have an adapter looked up for each takes twice as long. */
  private static void write(JsonWriter out, Object plain) throws IOException {
    if (plain == null) out.nullValue();
    else if (plain instanceof String text) out.value(text);
    else if (plain instanceof Number number) out.value(number);
    else if (plain instanceof Boolean is) out.value(is);
    else if (plain instanceof Map<?, ?> map) {
      out.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.name(String.valueOf(entry.getKey()));
        write(out, entry.getValue());
      }
      out.endObject();
    } else if (plain instanceof Iterable<?> items) {
      out.beginArray();
      for (Object item : items) write(out, item);
      out.endArray();
    } else WRITER.toJson(plain, plain.getClass(), out);
  }

  /** The same JSON, a line for each member, for people to read and compare. */
  public static String pretty(String text) {
    return text.isEmpty() ? "" : PRETTY.toJson(read(text)) + "\n";
  }

  private static Object value(JsonReader in) throws IOException {
    return switch (in.peek()) {
      case BEGIN_OBJECT -> object(in);
      case BEGIN_ARRAY -> array(in);
      case STRING -> in.nextString();
      case NUMBER -> number(in.nextString());
      case BOOLEAN -> in.nextBoolean();
      case NULL -> {
        in.nextNull();
        yield null;
      }
      default -> throw new IllegalArgumentException("malformed JSON at " + in.getPath());
    };
  }

  private static Map<String, Object> object(JsonReader in) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      if (map.containsKey(name)) throw new IllegalArgumentException("'" + name + "' stands twice");
      map.put(name, value(in));
    }
    in.endObject();
    return map;
  }

  private static List<Object> array(JsonReader in) throws IOException {
    List<Object> list = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) list.add(value(in));
    in.endArray();
    return list;
  }

  private static Number number(String text) {
    if (text.length() > MAX_DIGITS) throw new NumberFormatException("too many digits");
    if (text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E')) {
      if (text.length() < 19) return Long.valueOf(text);
      BigInteger whole = new BigInteger(text);
      return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? new BigDecimal(text) : (Number) value;
  }
}
