// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A program that stands beside the product, in a process of its own on the driver's Java, with a
 * folder that goes when it ends.
 */
final class PeerProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path folder;

  /**
   * Starts it.
   *
   * @param options those of the JVM
   * @param arguments of the program, given its folder
   */
  PeerProcess(
      List<String> options, String classPath, String main, Function<Path, List<String>> arguments)
      throws IOException {
    folder = Files.createTempDirectory("forge-bench-peer");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments.apply(folder));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  /** Starts a program of {@code bench/peers}. */
  static PeerProcess ofPeers(String main, Function<Path, List<String>> arguments)
      throws IOException {
    Path target = target();
    String classPath = target.resolve("classes") + ":" + target.resolve("lib") + "/*";
    return new PeerProcess(List.of(), classPath, "forge.bench.peers." + main, arguments);
  }

  /** Where {@code bench/peers} is built. */
  static Path target() {
    Path target = Driver.root().resolve("bench/peers/target");
    if (!Files.exists(target.resolve("bundles")))
      throw new IllegalStateException("not built; mvn -B -q -f bench/peers/pom.xml package");
    return target;
  }

  /** A file in its folder. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Waits until it has written a file, and gives that.
   *
   * @throws IllegalStateException with what it said, when it does not; it is closed then
   */
  String await(String name) throws IOException {
    Path file = file(name);
    try {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Files.exists(file) && process.isAlive() && System.nanoTime() < until)
        process.waitFor(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Files.exists(file)) return Files.readString(file);
    String said = Files.readString(file("log"));
    close();
    throw new IllegalStateException("a peer did not start: " + said);
  }

  /** Its process number. */
  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      Growth.remove(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
