// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The product as a user starts it, on the driver's own Java, with data that ends with it. */
final class FreshGateway implements Driver.Target {

  private final Path data;
  private final ForgeProcess process;
  private final long startNanos;

  /**
   * Starts it and waits until it is ready.
   *
   * @param home the unpacked product
   * @param parent where a folder for its data is made
   * @throws IllegalStateException with its last words when it does not start
   */
  FreshGateway(Path home, Path parent) throws IOException {
    data = Files.createTempDirectory(parent, "forge-bench");
    long begun = System.nanoTime();
    try {
      Path java = Path.of(System.getProperty("java.home"));
      process = ForgeProcess.start(home, data, java, options());
    } catch (IOException | RuntimeException e) {
      removeData();
      throw e;
    }
    startNanos = System.nanoTime() - begun;
  }

  private static List<String> options() {
    String given = System.getenv().getOrDefault("FORGE_JAVA_OPTS", "").strip();
    return given.isEmpty() ? List.of() : List.of(given.split(" +"));
  }

  @Override
  public String address() {
    return process.address();
  }

  /** Its process number. */
  long pid() {
    return process.pid();
  }

  /** Its data folder. */
  Path data() {
    return data;
  }

  /** From the start of the process to its word that it is ready. */
  long startNanos() {
    return startNanos;
  }

  @Override
  public void close() {
    try {
      process.stop();
      removeData();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.close();
    }
  }

  private void removeData() {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + data, e);
    }
  }
}
