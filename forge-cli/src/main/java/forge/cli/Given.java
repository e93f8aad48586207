// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is given to a command in files, or at its standard input. */
final class Given {

  private static final int MOST = 8 << 20; // the gateway takes half of it

  private final InputStream in;

  Given(InputStream in) {
    this.in = in;
  }

  /**
   * The text in a file.
   *
   * @param file its name; {@code -}: the standard input
   * @throws Ended when it cannot be read, or is no text
   */
  String text(String file) {
    byte[] bytes = bytes(file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw Ended.wrong(named(file) + " is no text in UTF-8");
    }
  }

  private byte[] bytes(String file) {
    try {
      byte[] bytes = file.equals("-") ? in.readNBytes(MOST + 1) : read(Path.of(file));
      if (bytes.length <= MOST) return bytes;
      throw Ended.wrong(named(file) + " has more than " + MOST + " bytes");
    } catch (NoSuchFileException e) {
      throw Ended.wrong("there is no file " + file);
    } catch (InvalidPathException e) {
      throw Ended.wrong("'" + file + "' is no name of a file");
    } catch (IOException e) {
      String why = e instanceof AccessDeniedException ? "" : ": " + e.getMessage();
      throw Ended.wrong(named(file) + " cannot be read" + why);
    }
  }

  private static byte[] read(Path file) throws IOException {
    if (Files.isDirectory(file)) throw new IOException("it is a folder");
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST + 1);
    }
  }

  /**
   * The JSON in a file.
   *
   * @throws Ended when it is none
   */
  JsonElement json(String file) {
    try {
      return Json.read(text(file));
    } catch (IllegalArgumentException e) {
      throw Ended.wrong(named(file) + " is no JSON: " + e.getMessage());
    }
  }

  private static String named(String file) {
    return file.equals("-") ? "the standard input" : file;
  }
}
