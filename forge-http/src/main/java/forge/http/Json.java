// SPDX-License-Identifier: Apache-2.0
package forge.http;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.CharArrayReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as it goes over the wire: strict on the way in, compact on the way out.
 *
 * <p>In between it is plain data: {@code Map List String Long Double BigInteger BigDecimal Boolean}
 * and null.
 */
final class Json {

  /** How deep arrays and objects may be nested. */
  static final int MAX_DEPTH = 255;

  private static final int SHORT_LONG = 18; // so many characters always fit in a long

  private final JsonReader in;

  private Json(CharBuffer text) {
    in = new JsonReader(new CharArrayReader(text.array(), text.arrayOffset(), text.remaining()));
    in.setStrictness(Strictness.STRICT);
    in.setNestingLimit(MAX_DEPTH);
  }

  /**
   * One JSON value, and nothing behind it.
   *
   * @throws ErrorAnswer 400 {@code malformed_json}
   */
  static Object read(byte[] utf8) {
    Json json = new Json(decode(utf8));
    try {
      Object value = json.value(0);
      json.in.peek(); // throws when there is more
      return value;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw malformed("The body is not valid JSON" + json.position());
    }
  }

  /**
   * The text that the bytes stand for.
   *
   * @throws ErrorAnswer 400 {@code malformed_json} when they are not UTF-8
   */
  static String text(byte[] utf8) {
    return decode(utf8).toString();
  }

  /** Plain data as UTF-8 JSON. */
  static byte[] write(Object plain) {
    return new JsonBytes().value(plain).toByteArray();
  }

  /** An object with these fields, in this order: name, value, name, value. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2)
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    return object;
  }

  private static CharBuffer decode(byte[] utf8) {
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharBuffer text = CharBuffer.allocate(utf8.length);
    CoderResult end =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(bytes, text, true);
    if (end.isError())
      throw malformed("The body is not UTF-8 at byte " + bytes.position() + "; encode it as UTF-8");
    return text.flip();
  }

  private Object value(int depth) throws IOException {
    return switch (in.peek()) {
      case BEGIN_OBJECT -> object(depth + 1);
      case BEGIN_ARRAY -> array(depth + 1);
      case STRING -> in.nextString();
      case NUMBER -> number(in.nextString());
      case BOOLEAN -> in.nextBoolean();
      default -> {
        in.nextNull(); // throws for what is no value
        yield null;
      }
    };
  }

  private Map<String, Object> object(int depth) throws IOException {
    checkDepth(depth);
    Map<String, Object> object = new LinkedHashMap<>();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      int before = object.size();
      object.put(name, value(depth));
      if (object.size() == before)
        throw malformed("The field '" + Text.clip(name) + "' is there twice; give it once");
    }
    in.endObject();
    return object;
  }

  private List<Object> array(int depth) throws IOException {
    checkDepth(depth);
    List<Object> array = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) array.add(value(depth));
    in.endArray();
    return array;
  }

  private static void checkDepth(int depth) {
    if (depth > MAX_DEPTH)
      throw malformed("The body is nested more than " + MAX_DEPTH + " levels deep; flatten it");
  }

  /** Digits alone are an integer; the rest is a double, unless that would make it 0 or infinite. */
  private static Object number(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' || c == 'e' || c == 'E') return decimal(text);
    }
    if (text.length() <= SHORT_LONG) return Long.parseLong(text);
    BigInteger value = new BigInteger(text);
    if (value.bitLength() < Long.SIZE) return value.longValue();
    return value;
  }

  private static Object decimal(String text) {
    double value = Double.parseDouble(text);
    if (value != 0 && !Double.isInfinite(value)) return value;
    BigDecimal exact = new BigDecimal(text);
    if (exact.signum() == 0) return value;
    return exact;
  }

  /** Where the reader stands; its own words name the path, too, which is the caller's text. */
  private String position() {
    String at = in.toString();
    int from = at.indexOf(" at line ");
    int to = at.indexOf(" path ");
    return from < 0 || to < from ? "" : at.substring(from, to);
  }

  private static ErrorAnswer malformed(String message) {
    return new ErrorAnswer(400, "malformed_json", message);
  }
}
