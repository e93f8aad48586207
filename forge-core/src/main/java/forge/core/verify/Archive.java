// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.SkillBundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The entries of a bundle, read in both ways that a jar can be read: one after the other, and by
 * its directory. Where the two do not agree, what is judged would not be what runs.
 */
final class Archive {

  private static final int MAX_ENTRIES = 5_000;
  private static final int MAX_ENTRY = 16 << 20;
  private static final int MAX_BYTES = 64 << 20;
  private static final int DIRECTORY = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int ENTRY_SIZE = 46;

  private final Map<String, byte[]> files = new TreeMap<>();
  private final List<String> names = new ArrayList<>();
  private String fault = "";

  private Archive() {}

  /** Reads it, as far as it can be read. */
  static Archive of(SkillBundle bundle) {
    Archive archive = new Archive();
    try {
      archive.readEntries(bundle.bytes());
      if (archive.fault.isEmpty()) archive.compare(directory(bundle.bytes()));
    } catch (IOException | RuntimeException e) {
      archive.fault = "the bundle cannot be read: " + e.getMessage();
    }
    return archive;
  }

  /** What is wrong with it as an archive; empty when nothing is. */
  Optional<String> fault() {
    return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
  }

  /** The contents by name, folders left out. */
  Map<String, byte[]> files() {
    return files;
  }

  /** The text of an entry; empty when it is not there. */
  String text(String name) {
    return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private void readEntries(byte[] bytes) throws IOException {
    Set<String> seen = new HashSet<>();
    long total = 0;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        byte[] content = in.readNBytes(MAX_ENTRY + 1);
        total += content.length;
        names.add(name);
        if (content.length > MAX_ENTRY || total > MAX_BYTES || names.size() > MAX_ENTRIES)
          fault = "the bundle unpacks to more than a skill may hold";
        else if (!seen.add(name.toLowerCase(Locale.ROOT)))
          fault = "the entry " + name + " is there twice";
        if (!fault.isEmpty()) return;
        if (!name.endsWith("/")) files.put(name, content);
      }
    }
  }

  private void compare(List<String> directory) {
    if (!directory.equals(names)) fault = "the bundle's directory does not list what lies in it";
  }

  /** The names in the directory at the archive's end, which the framework goes by. */
  private static List<String> directory(byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int end = bytes.length - END_SIZE;
    if (end < 0 || data.getInt(end) != END)
      throw new IllegalArgumentException("it does not end as an archive does");
    int count = data.getShort(end + 10) & 0xffff;
    int at = data.getInt(end + 16);
    int first = at;
    List<String> names = new ArrayList<>();
    int expected = 0;
    for (int i = 0; i < count; i++) {
      if (data.getInt(at) != DIRECTORY) throw new IllegalArgumentException("its directory is torn");
      int size = data.getInt(at + 20);
      int name = data.getShort(at + 28) & 0xffff;
      int extra = data.getShort(at + 30) & 0xffff;
      int comment = data.getShort(at + 32) & 0xffff;
      int local = data.getInt(at + 42);
      // Entries without a gap between them, from the first byte on: nothing can hide.
      if (local != expected) throw new IllegalArgumentException("something lies between entries");
      int localName = data.getShort(local + 26) & 0xffff;
      int localExtra = data.getShort(local + 28) & 0xffff;
      boolean sized = (data.getShort(local + 6) & 8) == 0;
      if (!sized || data.getInt(local + 18) != size)
        throw new IllegalArgumentException("an entry is not as long as it says");
      expected = local + 30 + localName + localExtra + size;
      names.add(new String(bytes, at + ENTRY_SIZE, name, StandardCharsets.UTF_8));
      at += ENTRY_SIZE + name + extra + comment;
    }
    if (expected != first || at != end)
      throw new IllegalArgumentException("something lies beside its entries");
    return names;
  }
}
