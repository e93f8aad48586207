// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/** Compact JSON, written straight to UTF-8 bytes. */
final class JsonBytes {

  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private static final int MAX_DEPTH = 1000; // far from the end of a thread's stack

  private byte[] bytes = new byte[512];
  private int size;
  private int depth;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Adds one value.
   *
   * @throws IllegalArgumentException when it is no plain data: NaN, infinite, another class
   */
  JsonBytes value(Object value) {
    if (value instanceof String text) string(text);
    else if (value instanceof Number number) number(number);
    else if (value instanceof Map<?, ?> map) object(map);
    else if (value instanceof Iterable<?> items) array(items);
    else if (value instanceof Boolean truth) raw(truth ? TRUE : FALSE);
    else if (value == null) raw(NULL);
    else throw new IllegalArgumentException("no plain data: " + value.getClass().getName());
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void object(Map<?, ?> map) {
    open('{');
    char before = 0;
    for (Map.Entry<?, ?> field : map.entrySet()) {
      if (before != 0) put(before);
      string((String) field.getKey());
      put(':');
      value(field.getValue());
      before = ',';
    }
    close('}');
  }

  private void array(Iterable<?> items) {
    open('[');
    for (Iterator<?> each = items.iterator(); each.hasNext(); ) {
      value(each.next());
      if (each.hasNext()) put(',');
    }
    close(']');
  }

  private void open(char bracket) {
    if (++depth > MAX_DEPTH) throw new IllegalArgumentException("nested too deep");
    put(bracket);
  }

  private void close(char bracket) {
    depth--;
    put(bracket);
  }

  private void number(Number number) {
    boolean real = number instanceof Double || number instanceof Float;
    if (real && !Double.isFinite(number.doubleValue()))
      throw new IllegalArgumentException(number + " is no JSON number");
    if (!real && !isExact(number))
      throw new IllegalArgumentException("no plain data: " + number.getClass().getName());
    raw(ascii(number.toString()));
  }

  private static boolean isExact(Number number) {
    return number instanceof Long
        || number instanceof Integer
        || number instanceof BigDecimal
        || number instanceof BigInteger
        || number instanceof Short
        || number instanceof Byte;
  }

  private void string(String text) {
    put('"');
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) asciiChar(c);
      else if (c < 0x800) twoBytes(c);
      else if (!Character.isSurrogate(c)) threeBytes(c);
      else if (isPair(text, i)) fourBytes(Character.toCodePoint(c, text.charAt(++i)));
      else escape(c); // half a pair has no UTF-8; as an escape it survives
    }
    put('"');
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }

  private void asciiChar(char c) {
    if (c >= ' ' && c != '"' && c != '\\') put(c);
    else if (c == '"' || c == '\\') put2('\\', c);
    else if (c == '\n') put2('\\', 'n');
    else if (c == '\r') put2('\\', 'r');
    else if (c == '\t') put2('\\', 't');
    else escape(c);
  }

  private void escape(char c) {
    put2('\\', 'u');
    for (int shift = 12; shift >= 0; shift -= 4) put(HEX[c >> shift & 0xf]);
  }

  private void twoBytes(int c) {
    put2(0xc0 | c >> 6, 0x80 | c & 0x3f);
  }

  private void threeBytes(int c) {
    put(0xe0 | c >> 12);
    put2(0x80 | c >> 6 & 0x3f, 0x80 | c & 0x3f);
  }

  private void fourBytes(int c) {
    put2(0xf0 | c >> 18, 0x80 | c >> 12 & 0x3f);
    put2(0x80 | c >> 6 & 0x3f, 0x80 | c & 0x3f);
  }

  private void raw(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  private void put2(int first, int second) {
    put(first);
    put(second);
  }

  private void put(int b) {
    if (size == bytes.length) room(1);
    bytes[size++] = (byte) b;
  }

  private void room(int more) {
    if (bytes.length - size >= more) return;
    bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
  }
}
