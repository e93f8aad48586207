// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import forge.make.Rejected;
import forge.make.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The entries of a jar that somebody else built, read in both ways there are: as a stream, as rules
 * read it, and by its directory, as a framework does. A jar that looks different from the two sides
 * is refused, for what was judged must be what runs.
 */
final class JarEntries {

  /** More than any skill has, unpacked; a bomb is found before it is unpacked. */
  static final long MAX_BYTES = 64L << 20;

  private static final int MAX_ENTRIES = 10_000;
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private long left = MAX_BYTES;

  private JarEntries() {}

  /**
   * Content by name, in order, without folders.
   *
   * @throws Rejected at {@link Stage#BUNDLE} when it is no whole jar, or too much
   */
  static Map<String, byte[]> of(byte[] jar) {
    JarEntries read = new JarEntries();
    try {
      read.stream(jar);
      read.compare(jar);
    } catch (IOException | IllegalArgumentException e) {
      throw refused("jar.broken", "the jar cannot be read whole: " + e.getMessage());
    }
    return Collections.unmodifiableMap(read.entries);
  }

  private void stream(byte[] jar) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      int count = 0;
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (++count > MAX_ENTRIES)
          throw refused("jar.entries", "the jar has more than " + MAX_ENTRIES + " entries");
        if (!entry.isDirectory() && entries.put(entry.getName(), content(in)) != null)
          throw refused("jar.twice", "the jar has the entry " + entry.getName() + " twice");
      }
    }
    if (!entries.keySet().stream().limit(1).toList().contains(MANIFEST))
      throw refused(
          "jar.manifest",
          "the jar does not begin with " + MANIFEST + "; build it with Maven, bnd or the jar tool");
  }

  private byte[] content(InputStream in) throws IOException {
    byte[] content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, left + 1));
    left -= content.length;
    if (left < 0)
      throw refused(
          "jar.size",
          "the jar unpacks to more than " + (MAX_BYTES >> 20) + " MiB; make it smaller");
    return content;
  }

  private void compare(byte[] jar) throws IOException {
    Path file = Files.createTempFile("forge-", ".jar");
    try {
      Files.write(file, jar);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        long files = zip.stream().filter(entry -> !entry.isDirectory()).count();
        boolean same = files == entries.size();
        for (Map.Entry<String, byte[]> entry : entries.entrySet())
          same = same && Arrays.equals(entry.getValue(), content(zip, entry));
        if (!same)
          throw refused(
              "jar.two_faced",
              "the jar's directory does not tell what the jar holds; build it anew");
      }
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] content(ZipFile zip, Map.Entry<String, byte[]> like) throws IOException {
    ZipEntry entry = zip.getEntry(like.getKey());
    if (entry == null) return null;
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes(like.getValue().length + 1);
    }
  }

  static Rejected refused(String rule, String message) {
    return Rejected.because(Stage.BUNDLE, rule, "", message);
  }
}
