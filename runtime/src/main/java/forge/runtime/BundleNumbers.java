// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The folder in which the framework notes the number of the next bundle, whenever one is installed.
 *
 * <p>It writes over a file, which ext4 then writes to the disk at once: 0.2 to 0.5 ms for each of
 * the product's bundles, a thirtieth of a start, for a storage that is emptied at the next. So the
 * folder is one in memory, where the system has a place for that; elsewhere it stays where it is.
 */
final class BundleNumbers implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(BundleNumbers.class.getName());

  /** Linux keeps what is in it in memory. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final String PREFIX = "forge-";

  private final Path folder;

  /**
   * That of a framework that is not initialized yet. What a gateway that was killed left in memory
   * is taken away.
   *
   * @param storage of the framework
   */
  BundleNumbers(Path storage) {
    folder = storage.resolve("bundle0");
    close();
  }

  /** Puts it into memory, if that can be. The framework is initialized, and has no bundles yet. */
  void toMemory() {
    if (!Files.isWritable(MEMORY)) return;
    try {
      delete(folder);
      Files.createSymbolicLink(folder, Files.createTempDirectory(MEMORY, PREFIX));
    } catch (IOException e) {
      // The framework makes a folder where there is none.
      LOG.log(Level.FINE, "Numbers of bundles stay on the disk", e);
    }
  }

  /** Takes away what is in memory. */
  @Override
  public void close() {
    if (!Files.isSymbolicLink(folder)) return;
    try {
      Path memory = Files.readSymbolicLink(folder);
      Files.delete(folder);
      boolean ours =
          memory.startsWith(MEMORY) && memory.getFileName().toString().startsWith(PREFIX);
      if (ours && Files.isDirectory(memory)) delete(memory);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A few bytes are left in memory, behind " + folder, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) Files.delete(file);
    }
    Files.delete(folder);
  }
}
