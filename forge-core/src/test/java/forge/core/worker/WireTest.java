// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is said comes through as it is, and nothing that is said does harm. */
class WireTest {

  private static byte[] written(Object value) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Wire.write(out, value);
    return out.toByteArray();
  }

  private static List<?> read(byte[] bytes) throws IOException {
    return Wire.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] frame(int length, byte... body) {
    return ByteBuffer.allocate(Integer.BYTES + body.length).putInt(length).put(body).array();
  }

  @Test
  void plainDataComesThrough() throws IOException {
    List<Object> message =
        Arrays.asList(
            "done",
            null,
            true,
            false,
            Long.MIN_VALUE,
            -0.5,
            new BigInteger("-123456789012345678901234567890"),
            new BigDecimal("1.10"),
            "ä",
            "\u20ac\ud83d",
            List.of(List.of(), Map.of("k\u20ac", List.of(1L))));
    assertThat(read(written(message))).isEqualTo(message);
  }

  @Test
  void anEndIsNoFrame() {
    assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read(frame(100, (byte) 0))).isInstanceOf(EOFException.class);
  }

  @Test
  void lengthsDepthsAndNumbersHaveBounds() throws IOException {
    malformed(frame(-1));
    malformed(frame(Integer.MAX_VALUE));
    malformed(frame(5, (byte) 10, (byte) 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff));
    malformed(frame(1, (byte) 0));
    malformed(frame(1, (byte) 99));
    List<Object> deep = new ArrayList<>(List.of("x"));
    for (int i = 0; i < 200; i++) deep = new ArrayList<>(List.of(deep));
    deep.add(0, "done");
    malformed(written(deep));
    malformed(number((byte) 5, 200_000, 0));
    malformed(number((byte) 6, 1, Integer.MAX_VALUE));
    tooLong(BigInteger.ONE.shiftLeft(1_000_000));
    tooLong(new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE));
    malformed(written(List.of("done", Collections.nCopies(2_000_000, true))));
    tooLong("x".repeat(Wire.MAX_FRAME + 1));
  }

  /** A message with a number as nobody writes it. */
  private static byte[] number(byte tag, int bytes, int scale) {
    ByteBuffer body = ByteBuffer.allocate(5 + 6 + 5 + bytes + Integer.BYTES);
    body.put((byte) 10).putInt(2).put((byte) 7).putInt(1).put((byte) 'x');
    body.put(tag).putInt(bytes).put(new byte[bytes]);
    if (tag == 6) body.putInt(scale);
    return frame(body.position(), Arrays.copyOf(body.array(), body.position()));
  }

  private static void tooLong(Object value) {
    assertThatThrownBy(() -> written(List.of(value))).isInstanceOf(IllegalArgumentException.class);
  }

  private static void malformed(byte[] bytes) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("malformed");
  }

  @Test
  void noiseIsRefusedOrRead() throws IOException {
    Random random = new Random(20_261_123);
    byte[] whole =
        written(List.of("done", "", "", List.of(), Map.of("a", List.of(1L, 2.5, "text"))));
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = whole.clone();
      for (int k = 0; k < 3; k++)
        noise[Integer.BYTES + random.nextInt(noise.length - Integer.BYTES)] =
            (byte) random.nextInt();
      try {
        assertThat(read(noise)).isNotEmpty();
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("malformed");
      }
    }
  }
}
