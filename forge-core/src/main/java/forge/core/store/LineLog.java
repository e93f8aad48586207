// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file that only grows, a line for each change; the last whole line is the state.
 *
 * <p>A line counts once its line end is on the disk. What a crash left behind the last line end is
 * nobody's answer and is cut off before the next line is written.
 */
final class LineLog {

  private static final int BLOCK = 1 << 16;

  private final Path file;

  LineLog(Path file) {
    this.file = file;
  }

  /** Adds a line; it survives a loss of power when this returns. */
  void append(String line) throws IOException {
    boolean fresh = !Files.exists(file);
    if (fresh) Files.createDirectories(file.getParent());
    try (FileChannel out =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = lastLineEnd(out);
      if (end < out.size()) out.truncate(end);
      ByteBuffer rest = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      for (long at = end; rest.hasRemaining(); ) at += out.write(rest, at);
      out.force(false);
    }
    if (fresh) DurableFile.syncFolder(file.getParent());
  }

  /**
   * Takes the last whole line away again, for good; the file with it when that was the only one.
   */
  void takeBack() throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = lastLineEnd(out);
      out.truncate(Math.max(0, end - 1)); // without its line end, it is no line
      long before = lastLineEnd(out);
      out.truncate(before);
      out.force(false);
      if (before > 0) return;
    }
    Files.delete(file);
  }

  /** Where the last whole line ends. */
  private static long lastLineEnd(FileChannel in) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    for (long to = in.size(); to > 0; to = Math.max(0, to - BLOCK)) {
      long from = Math.max(0, to - BLOCK);
      block.clear().limit((int) (to - from));
      while (block.hasRemaining() && in.read(block, from + block.position()) >= 0) {}
      for (int i = block.position() - 1; i >= 0; i--) if (block.get(i) == '\n') return from + i + 1;
    }
    return 0;
  }

  /** Whether there is no whole line. */
  boolean isEmpty() throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      return lastLineEnd(in) == 0;
    }
  }

  /** The last whole line; empty when there is none. */
  String last() throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long end = lastLineEnd(in.getChannel());
      for (long size = BLOCK; ; size *= 4) {
        long from = Math.max(0, end - size);
        byte[] bytes = new byte[(int) (end - from)];
        in.seek(from);
        in.readFully(bytes);
        int start = bytes.length - 1;
        while (start > 0 && bytes[start - 1] != '\n') start--;
        if (start > 0 || from == 0)
          return end == 0
              ? ""
              : new String(bytes, start, bytes.length - 1 - start, StandardCharsets.UTF_8);
      }
    }
  }

  /** All whole lines. */
  List<String> all() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') end--;
    return new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
  }
}
