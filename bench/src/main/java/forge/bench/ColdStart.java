// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long {@code forge up} takes on an empty data folder: to the first HTTP 200, to its own end,
 * to the first skill; and what the gateway then holds of the memory. Without the archive of
 * classes, and with it.
 */
public final class ColdStart {

  private static final String USAGE =
      """
      usage: bench/run start [--rounds N] [--idle SECONDS]
      Starts the product N times (5) by 'forge up', first without its archive of classes, then with
      it, and says how long that took. One more gateway of each kind is left alone for so many
      seconds (70), and its memory is told after ten and at the end.
      """;

  private static final int SMALLEST_IDLE = 10;
  private static final int PATIENCE_SECONDS = 60;

  private final Path home;
  private final Path parent;
  private final int idle;

  private ColdStart(Path home, Path parent, int idle) {
    this.home = home;
    this.parent = parent;
    this.idle = idle;
  }

  /** What one start took, nanoseconds. */
  private record Times(long answer, long up, long create) {}

  /** See the usage. */
  public static void main(String[] args) throws IOException {
    System.exit(
        Driver.main(USAGE, args, Map.of("--rounds", "5", "--idle", "70"), ColdStart::measure));
  }

  private static int measure(Options options) throws IOException {
    ColdStart start =
        new ColdStart(
            Path.of(options.text("--home").orElseThrow()).toRealPath(),
            Path.of(options.text("--data").orElseThrow()),
            Math.max(SMALLEST_IDLE, options.number("--idle")));
    System.out.println("Java " + Runtime.version());
    start.tell("without archive", options.number("--rounds"), "off");
    start.forge(Map.of(), "archive");
    start.tell("with archive", options.number("--rounds"), "on");
    return 0;
  }

  private void tell(String kind, int rounds, String archive) throws IOException {
    List<Times> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) all.add(once(archive));
    System.out.println(kind + ", ms of " + rounds + " starts:");
    line("first 200", all.stream().map(Times::answer).toList());
    line("forge up", all.stream().map(Times::up).toList());
    line("first create and call", all.stream().map(Times::create).toList());
    tellMemory(archive);
  }

  private static void line(String what, List<Long> nanos) {
    Quantiles quantiles = new Quantiles(nanos);
    System.out.printf(
        "  %-22s median %.0f, max %.0f%n", what, quantiles.millis(0.5), quantiles.millis(1));
  }

  private Times once(String archive) throws IOException {
    Path data = Files.createTempDirectory(parent, "forge-bench");
    int port = freePort();
    Map<String, String> environment = environment(data, port, archive);
    try {
      long begun = System.nanoTime();
      Process up = start(environment, "up");
      long answer = firstAnswer(data, port, begun);
      end(up, "up");
      long whole = System.nanoTime() - begun;
      long create = firstCreate(new Client("http://127.0.0.1:" + port));
      return new Times(answer, whole, create);
    } finally {
      forge(environment, "down");
      remove(data);
    }
  }

  private static Map<String, String> environment(Path data, int port, String archive) {
    return Map.of(
        "FORGE_DATA", data.toString(),
        "FORGE_PORT", Integer.toString(port),
        "FORGE_ARCHIVE", archive);
  }

  private static long firstCreate(Client client) {
    return Adder.forge(client, 1).nanos() + client.call("skill_1", Map.of("n", 1L)).nanos();
  }

  /**
   * Asked over a plain socket and not before the gateway says that it is ready: asking all the time
   * is work for a JVM that has not compiled anything yet.
   */
  private static long firstAnswer(Path data, int port, long begun) {
    byte[] request =
        "GET /readyz HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n\r\n"
            .formatted(port)
            .getBytes(StandardCharsets.US_ASCII);
    Path notice = data.resolve("run/gateway.json");
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      if (Files.exists(notice) && answers(port, request)) return System.nanoTime() - begun;
      pause(2);
    }
    throw new IllegalStateException("no answer after " + PATIENCE_SECONDS + " s");
  }

  private static boolean answers(int port, byte[] request) {
    try (Socket socket = new Socket("127.0.0.1", port);
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream()) {
      out.write(request);
      return new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
    } catch (IOException e) {
      return false;
    }
  }

  /** Of one that nobody has asked anything. */
  private void tellMemory(String archive) throws IOException {
    Path data = Files.createTempDirectory(parent, "forge-bench");
    Map<String, String> environment = environment(data, 0, archive);
    forge(environment, "up");
    try {
      String pid = Files.readString(data.resolve("run/lock")).strip();
      pause(SMALLEST_IDLE * 1_000L);
      System.out.printf("  idle for %d s: %d MB%n", SMALLEST_IDLE, megabytes(pid));
      pause((idle - SMALLEST_IDLE) * 1_000L);
      System.out.printf("  idle for %d s: %d MB%n", idle, megabytes(pid));
    } finally {
      forge(environment, "down");
      remove(data);
    }
  }

  private static long megabytes(String pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void forge(Map<String, String> environment, String command) throws IOException {
    end(start(environment, command), command);
  }

  private Process start(Map<String, String> environment, String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("forge").toString(), command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    builder.environment().put("FORGE_JAVA", System.getProperty("java.home"));
    return builder.start();
  }

  private static void end(Process process, String command) {
    try {
      if (process.waitFor() == 0) return;
      throw new IllegalStateException("'forge " + command + "' failed");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
