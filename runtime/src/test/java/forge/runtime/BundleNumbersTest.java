// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BundleNumbersTest {
  @TempDir Path storage;
  private Path folder;

  /** As the framework has it once it is initialized. */
  @BeforeEach
  void initialized() throws IOException {
    folder = Files.createDirectory(storage.resolve("bundle0"));
    Files.writeString(folder.resolve("bundle.id"), "1");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void areInMemoryAndGoWithTheGateway() throws IOException {
    Path memory;
    try (BundleNumbers numbers = new BundleNumbers(storage)) {
      numbers.toMemory();
      memory = folder.toRealPath();
      assertThat(memory).startsWith(Path.of("/dev/shm"));
      Files.writeString(folder.resolve("bundle.id"), "2");
    }
    assertThat(memory).doesNotExist();
    assertThat(storage).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatAKilledOneLeftIsTakenAway() throws IOException {
    new BundleNumbers(storage).toMemory();
    Path memory = folder.toRealPath();
    Files.writeString(folder.resolve("bundle.id"), "2");
    new BundleNumbers(storage);
    assertThat(memory).doesNotExist();
    assertThat(storage).isEmptyDirectory();
  }

  /** Memory is emptied with the machine's start. */
  @Test
  void aLinkToNothingIsTakenAway(@TempDir Path other) throws IOException {
    Files.delete(folder.resolve("bundle.id"));
    Files.delete(folder);
    Files.createSymbolicLink(folder, other.resolve("forge-gone"));
    new BundleNumbers(storage);
    assertThat(storage).isEmptyDirectory();
  }

  @Test
  void whatIsNotOursStays(@TempDir Path other) throws IOException {
    Files.delete(folder.resolve("bundle.id"));
    Files.delete(folder);
    Path file = Files.writeString(Files.createDirectory(other.resolve("forge-1")).resolve("a"), "");
    Files.createSymbolicLink(folder, file.getParent());
    new BundleNumbers(storage);
    assertThat(file).exists();
    assertThat(storage).isEmptyDirectory();
  }
}
