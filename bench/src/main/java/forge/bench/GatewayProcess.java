// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The product as a user starts it: a process of its own, on a free port, with fresh data. */
final class GatewayProcess implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("is ready: (http://\\S+)");
  private static final int TOLD = 20;
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final Path data;
  private final String address;
  private final long startNanos;

  private GatewayProcess(Process process, Path data, String address, long startNanos) {
    this.process = process;
    this.data = data;
    this.address = address;
    this.startNanos = startNanos;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param home the unpacked product
   * @throws IllegalStateException with its last words when it does not start
   */
  static GatewayProcess start(Path home) {
    try {
      Path data = Files.createTempDirectory("forge-bench");
      long begun = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  home.resolve("forge").toString(), "run", "--port", "0", "--data", data.toString())
              .redirectErrorStream(true)
              .start();
      return ready(process, data, begun);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the gateway in " + home, e);
    }
  }

  private static GatewayProcess ready(Process process, Path data, long begun) throws IOException {
    Deque<String> last = new ArrayDeque<>();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        long nanos = System.nanoTime() - begun;
        drain(out);
        return new GatewayProcess(process, data, ready.group(1), nanos);
      }
      last.add(line);
      if (last.size() > TOLD) last.remove();
    }
    delete(data);
    throw new IllegalStateException("the gateway did not start:\n" + String.join("\n", last));
  }

  /** Reads on to the end, so that the gateway never waits for somebody to read its log. */
  private static void drain(BufferedReader out) {
    Thread reader = new Thread(() -> out.lines().forEach(line -> {}), "gateway-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Its base URL. */
  String address() {
    return address;
  }

  /** From the start of the process to its word that it is ready. */
  long startNanos() {
    return startNanos;
  }

  /** Stops it as a terminal would, and removes its data. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    // Its handle leaves the streams open, so that its last lines are read.
    process.toHandle().destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS))
        all.forEach(ProcessHandle::destroyForcibly);
      delete(data);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      all.forEach(ProcessHandle::destroyForcibly);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + data, e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
