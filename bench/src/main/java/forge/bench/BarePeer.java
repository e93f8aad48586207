// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link BareServlet} in a process of its own, on the driver's Java. */
final class BarePeer implements Driver.Target {

  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path folder;
  private final String address;

  /** Starts it with these options of the JVM, and waits until it listens. */
  BarePeer(List<String> options) throws IOException {
    folder = Files.createTempDirectory("forge-bench-peer");
    Path port = folder.resolve("port");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(BareServlet.class.getName(), port.toString()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    address = "http://127.0.0.1:" + await(port);
  }

  private String await(Path port) throws IOException {
    try {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!Files.exists(port) && process.isAlive() && System.nanoTime() < until)
        process.waitFor(20, TimeUnit.MILLISECONDS);
      if (Files.exists(port)) return Files.readString(port);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String said = Files.readString(folder.resolve("log"));
    close();
    throw new IllegalStateException("the bare servlet did not start: " + said);
  }

  @Override
  public String address() {
    return address;
  }

  /** Its process number. */
  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      for (String name : List.of("port", "log")) Files.deleteIfExists(folder.resolve(name));
      Files.deleteIfExists(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.err.println("cannot remove " + folder + ": " + e.getMessage());
    }
  }
}
