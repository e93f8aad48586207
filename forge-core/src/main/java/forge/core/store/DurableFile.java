// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Writes files so that a reader, also one after a crash, sees the old content or the new one.
 *
 * <p>A file is written in a folder aside and then moved to its place; what a crash left there is
 * cleared with the next start.
 */
public final class DurableFile {

  private static final boolean SYNCS_FOLDERS = !System.getProperty("os.name").startsWith("Windows");

  private final AtomicLong number = new AtomicLong();
  private final Path aside;

  /** With a folder aside, on the same file system as the files. */
  public DurableFile(Path aside) throws IOException {
    this.aside = Files.createDirectories(aside);
    try (Stream<Path> leftovers = Files.list(aside)) {
      for (Path leftover : leftovers.toList()) Files.delete(leftover);
    }
  }

  /** Replaces the file, and returns when that survives a loss of power. */
  public void write(Path file, byte[] bytes) throws IOException {
    replace(file, bytes, true);
    syncFolder(file.getParent());
  }

  /** Replaces the file whole, but the system may take its time to bring it to the disk. */
  void writeSoon(Path file, byte[] bytes) throws IOException {
    replace(file, bytes, false);
  }

  private void replace(Path file, byte[] bytes, boolean sync) throws IOException {
    Path part = aside.resolve(Long.toString(number.incrementAndGet()));
    try {
      fill(part, bytes, sync);
      moveInto(part, file);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
  }

  /** The folder is nearly always there, so it is only looked for when it is not. */
  private static void moveInto(Path part, Path file) throws IOException {
    try {
      move(part, file);
    } catch (NoSuchFileException e) {
      Files.createDirectories(file.getParent());
      move(part, file);
    }
  }

  private static void move(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Writes a file whose name is the digest of its content: no need to write it aside, since half of
   * it does not have that digest. One sync in place of two.
   */
  static void writeAddressed(Path file, byte[] bytes) throws IOException {
    fill(file, bytes, true);
  }

  private static void fill(Path file, byte[] bytes, boolean sync) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) out.write(rest);
      if (sync) out.force(true);
    }
  }

  /** Brings a folder's names to the disk; systems without that bring them with the file. */
  static void syncFolder(Path folder) throws IOException {
    if (!SYNCS_FOLDERS) return;
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
