// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.ZipInputStream;

/** Tells from a file's content whether it is all there, however slowly it is being written. */
final class Whole {

  /** A bomb is for the gate to refuse; here it is only not unpacked. */
  private static final long MAX_UNPACKED = 64L << 20;

  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;

  private Whole() {}

  /** What is missing; empty when it is whole. */
  static Optional<String> lack(Kind kind, byte[] bytes) {
    try {
      switch (kind) {
        case JAR -> jar(bytes);
        case SPEC -> json(new String(bytes, StandardCharsets.UTF_8));
        case JAVA -> java(new String(bytes, StandardCharsets.UTF_8));
      }
      return Optional.empty();
    } catch (IOException | JsonParseException | IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The directory is the last thing of a jar, and each entry has its checksum. */
  private static void jar(byte[] bytes) throws IOException {
    int from = Math.max(0, bytes.length - END_BYTES - 65_535);
    int at = bytes.length - END_BYTES;
    while (at >= from && signature(bytes, at) != END_SIGNATURE) at--;
    if (at < from)
      throw new IOException("the archive is not whole: it has no directory at its end");
    if (at + END_BYTES + (bytes[at + 20] & 0xff) + ((bytes[at + 21] & 0xff) << 8) > bytes.length)
      throw new IOException("the archive is not whole: its end is cut off");
    long unpacked = 0;
    byte[] buffer = new byte[1 << 16];
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      while (in.getNextEntry() != null)
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer))
          if ((unpacked += n) > MAX_UNPACKED) return;
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException("the archive is not whole: " + e.getMessage(), e);
    }
  }

  private static int signature(byte[] bytes, int at) {
    if (at < 0) return 0;
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  private static void json(String text) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    if (reader.peek() != JsonToken.BEGIN_OBJECT)
      throw new IllegalStateException("the file is no JSON object");
    reader.skipValue();
    if (reader.peek() != JsonToken.END_DOCUMENT)
      throw new IllegalStateException("the file goes on behind its JSON object");
  }

  /** Every Java file of a skill ends with a brace; what follows it is for the compiler. */
  private static void java(String text) {
    String code = text.strip();
    boolean open =
        code.isEmpty() || code.chars().filter(c -> c == '{').count() == 0 || !code.contains("}");
    int lastLine = code.lastIndexOf('\n') + 1;
    boolean comment = code.startsWith("//", lastLine) || code.endsWith("*/");
    if (open || !(code.endsWith("}") || comment))
      throw new IllegalStateException("the source is not whole: it does not end with a '}'");
  }
}
