// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a gateway and a worker say to each other: frames of plain data, each a length and one value.
 *
 * <p>Whoever reads trusts nothing of it: length, depth, number of values and size of numbers have
 * bounds, and memory is taken only for bytes that have come.
 */
public final class Wire {

  /** The longest frame, in bytes. */
  public static final int MAX_FRAME = 16 << 20;

  private static final int MAX_DEPTH = 110;
  private static final int MAX_VALUES = 1_100_000;

  /** About 100,000 digits. */
  private static final int MAX_NUMBER = 42_000;

  private static final int MAX_SCALE = 100_000;
  private static final int MAX_LATIN = 0xff;

  private static final byte NULL = 0;
  private static final byte TRUE = 1;
  private static final byte FALSE = 2;
  private static final byte LONG = 3;
  private static final byte DOUBLE = 4;
  private static final byte BIG_INTEGER = 5;
  private static final byte BIG_DECIMAL = 6;
  private static final byte LATIN = 7;
  private static final byte TEXT = 8;
  private static final byte BYTES = 9;
  private static final byte LIST = 10;
  private static final byte MAP = 11;

  private Wire() {}

  /**
   * Writes one frame, at once.
   *
   * @param value plain data, and byte arrays
   * @throws IllegalArgumentException when it is too long; nothing is written then
   */
  public static void write(OutputStream out, Object value) throws IOException {
    out.write(frame(value));
    out.flush();
  }

  /**
   * One frame, to be written as it is.
   *
   * @param value plain data, and byte arrays
   * @throws IllegalArgumentException when it is too long
   */
  public static byte[] frame(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      data.writeInt(0);
      put(data, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.size() > MAX_FRAME)
      throw new IllegalArgumentException("it is longer than " + (MAX_FRAME >> 20) + " MB");
    byte[] frame = bytes.toByteArray();
    ByteBuffer.wrap(frame).putInt(frame.length - Integer.BYTES);
    return frame;
  }

  private static void put(DataOutputStream out, Object value) throws IOException {
    if (out.size() > MAX_FRAME)
      throw new IllegalArgumentException("it is longer than " + (MAX_FRAME >> 20) + " MB");
    if (value == null) out.writeByte(NULL);
    else if (value instanceof Boolean yes) out.writeByte(yes ? TRUE : FALSE);
    else if (value instanceof String text) text(out, text);
    else if (value instanceof Number number) number(out, number);
    else if (value instanceof byte[] bytes) bytes(out, BYTES, bytes);
    else if (value instanceof List<?> items) {
      out.writeByte(LIST);
      out.writeInt(items.size());
      for (Object item : items) put(out, item);
    } else if (value instanceof Map<?, ?> map) {
      out.writeByte(MAP);
      out.writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        text(out, entry.getKey().toString());
        put(out, entry.getValue());
      }
    } else throw new IllegalArgumentException(value.getClass().getName() + " is no plain data");
  }

  private static void number(DataOutputStream out, Number number) throws IOException {
    if (number instanceof BigInteger big) digits(out, BIG_INTEGER, big);
    else if (number instanceof BigDecimal big) {
      if (Math.abs((long) big.scale()) > MAX_SCALE) throw tooLongANumber();
      digits(out, BIG_DECIMAL, big.unscaledValue());
      out.writeInt(big.scale());
    } else if (number instanceof Double || number instanceof Float) {
      out.writeByte(DOUBLE);
      out.writeDouble(number.doubleValue());
    } else {
      out.writeByte(LONG);
      out.writeLong(number.longValue());
    }
  }

  private static void digits(DataOutputStream out, byte tag, BigInteger digits) throws IOException {
    byte[] bytes = digits.toByteArray();
    if (bytes.length > MAX_NUMBER) throw tooLongANumber();
    bytes(out, tag, bytes);
  }

  private static IllegalArgumentException tooLongANumber() {
    return new IllegalArgumentException("a number of it has more than 100,000 digits");
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    if (text.chars().allMatch(c -> c <= MAX_LATIN))
      bytes(out, LATIN, text.getBytes(StandardCharsets.ISO_8859_1));
    else {
      ByteBuffer chars = ByteBuffer.allocate(Character.BYTES * text.length());
      chars.asCharBuffer().put(text);
      bytes(out, TEXT, chars.array());
    }
  }

  private static void bytes(DataOutputStream out, byte tag, byte[] bytes) throws IOException {
    out.writeByte(tag);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads one frame.
   *
   * @return a list that begins with a word
   * @throws EOFException when there is no more
   * @throws StreamCorruptedException when it is malformed
   */
  public static List<?> read(InputStream in) throws IOException {
    byte[] head = in.readNBytes(Integer.BYTES);
    if (head.length < Integer.BYTES) throw new EOFException("the other side has ended");
    int length = ByteBuffer.wrap(head).getInt();
    if (length < 1 || length > MAX_FRAME) throw malformed("length " + length);
    byte[] body = in.readNBytes(length);
    if (body.length < length) throw new EOFException("the other side has ended within a frame");
    try {
      Reader reader = new Reader(ByteBuffer.wrap(body));
      if (reader.value(0) instanceof List<?> list
          && !list.isEmpty()
          && list.get(0) instanceof String
          && !reader.in.hasRemaining()) return list;
      throw malformed("no message");
    } catch (RuntimeException e) {
      throw malformed(e.toString());
    }
  }

  /** The other side is not what it should be. */
  public static StreamCorruptedException malformed(String what) {
    return new StreamCorruptedException("malformed: " + what);
  }

  private static final class Reader {
    private final ByteBuffer in;
    private int values;

    Reader(ByteBuffer in) {
      this.in = in;
    }

    Object value(int depth) {
      if (depth > MAX_DEPTH || ++values > MAX_VALUES)
        throw new IllegalArgumentException("too much");
      byte tag = in.get();
      return switch (tag) {
        case NULL -> null;
        case TRUE -> true;
        case FALSE -> false;
        case LONG -> in.getLong();
        case DOUBLE -> in.getDouble();
        case BIG_INTEGER -> new BigInteger(bytes(MAX_NUMBER));
        case BIG_DECIMAL -> decimal();
        case LATIN, TEXT -> text(tag);
        case BYTES -> bytes(MAX_FRAME);
        case LIST -> list(depth);
        case MAP -> map(depth);
        default -> throw new IllegalArgumentException("tag " + tag);
      };
    }

    private byte[] bytes(int most) {
      int length = length(1);
      if (length > most) throw new IllegalArgumentException("a number of " + length + " bytes");
      byte[] bytes = new byte[length];
      in.get(bytes);
      return bytes;
    }

    /** Of so many things as there may be in what is left. */
    private int length(int bytesEach) {
      int length = in.getInt();
      if (length < 0 || (long) length * bytesEach > in.remaining())
        throw new IllegalArgumentException("length " + length);
      return length;
    }

    private BigDecimal decimal() {
      BigInteger unscaled = new BigInteger(bytes(MAX_NUMBER));
      int scale = in.getInt();
      if (Math.abs((long) scale) > MAX_SCALE) throw new IllegalArgumentException("scale " + scale);
      return new BigDecimal(unscaled, scale);
    }

    private String text(byte tag) {
      byte[] bytes = bytes(MAX_FRAME);
      if (tag == LATIN) return new String(bytes, StandardCharsets.ISO_8859_1);
      return ByteBuffer.wrap(bytes).asCharBuffer().toString();
    }

    private List<Object> list(int depth) {
      int size = length(1);
      List<Object> items = new ArrayList<>(Math.min(size, MAX_VALUES));
      for (int i = 0; i < size; i++) items.add(value(depth + 1));
      return items;
    }

    private Map<String, Object> map(int depth) {
      int size = length(1);
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        byte tag = in.get();
        if (tag != LATIN && tag != TEXT) throw new IllegalArgumentException("a key of tag " + tag);
        map.put(text(tag), value(depth + 1));
      }
      return map;
    }
  }
}
