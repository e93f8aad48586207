// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.ForgeClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of {@code bench/peers}: a servlet in a process of its own whose code can be swapped.
 */
final class ServletPeer implements Changeable {

  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path folder;
  private final String address;
  private final ForgeClient http;

  /** Starts it, {@code groovy} or {@code javac}, and waits until it listens. */
  ServletPeer(String engine) throws IOException {
    Path target = Driver.root().resolve("bench/peers/target");
    if (!Files.exists(target.resolve("lib")))
      throw new IllegalStateException("not built; mvn -B -q -f bench/peers package");
    folder = Files.createTempDirectory("forge-bench-peer");
    Path port = folder.resolve("port");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = target.resolve("classes") + ":" + target.resolve("lib") + "/*";
    String main = "forge.bench.peers.SwapServlet";
    process =
        new ProcessBuilder(List.of(java, "-cp", classPath, main, engine, port.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    address = "http://127.0.0.1:" + await(port);
    http = new ForgeClient(address);
  }

  private String await(Path port) throws IOException {
    try {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Files.exists(port) && process.isAlive() && System.nanoTime() < until)
        process.waitFor(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Files.exists(port)) return Files.readString(port);
    String said = Files.readString(folder.resolve("log"));
    close();
    throw new IllegalStateException("the peer did not start: " + said);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String path() {
    return "/call";
  }

  @Override
  public void change(Variant variant) {
    var answer = http.post("/change", variant.body());
    if (answer.status() != 200) throw new IllegalStateException(answer.body());
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
