// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long {@code forge up} takes on an empty data folder: to the first HTTP 200, to its own end,
 * to the first skill; and what the gateway then holds of the memory. Without the archive of
 * classes, and with it.
 */
public final class ColdStart {

  private static final String USAGE =
      """
      usage: bench/run start [--rounds N] [--idle SECONDS]
      Starts the product N times (5) by 'forge up' without its archive of classes, and as often with
      it, in turns with a bare Jetty servlet and with a plain Felix that starts the bundles of a
      folder, and says how long that took. One more gateway of each kind is left alone for so many
      seconds (70), and its memory is told after ten and at the end.
      """;

  private static final double KILO = 1024;
  private static final int SMALLEST_IDLE = 10;
  private static final int PATIENCE_SECONDS = 60;

  private static final String ANSWER = "forge up → first HTTP 200";

  private static final String RATIO = "÷ a plain Felix's first HTTP 200";

  /** Targets, milliseconds and MB. */
  private static final double WITHOUT = 900;

  private static final double FIRST_CREATE = 300;
  private static final double IDLE = 130;

  /**
   * The time with an archive.
   *
   * @param plain what {@link FolderPeer} took on the machine that the targets are of: 743 to 892 ms
   *     and 844 to 946 ms, the middle
   */
  private record Targets(double with, double plain) {
    static Targets here() {
      return Runtime.version().feature() < 25 ? new Targets(600, 818) : new Targets(400, 895);
    }
  }

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
    Result result = Result.of("start", "A cold start", options);
    start.makeArchives();
    int rounds = options.number("--rounds");
    List<Times> without = new ArrayList<>();
    List<Times> with = new ArrayList<>();
    List<Long> bare = new ArrayList<>();
    List<Long> plain = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      bare.add(bareServlet());
      plain.add(plainFelix());
      without.add(start.once("off"));
      with.add(start.once("on"));
    }
    double target = Targets.here().with;
    Quantiles felix = new Quantiles(plain);
    start.tell(result, "without archive", without, "off", WITHOUT, felix);
    start.tell(result, "with archive", with, "on", target, felix);
    result.add(
        Figure.of(ANSWER, "a bare Jetty servlet, for comparison", new Quantiles(bare)).ofPeer());
    result.add(Figure.of(ANSWER, "a plain Felix with the bundles of a folder", felix).ofPeer());
    result.finish(options);
    return 0;
  }

  /** That of the gateway at once, that of the compiler as a gateway does it, in its own time. */
  private void makeArchives() throws IOException {
    forge(Map.of(), "archive");
    Path data = Files.createTempDirectory(parent, "forge-bench");
    Map<String, String> environment = environment(data, 0, "on");
    forge(environment, "up");
    try {
      Path log = data.resolve("log/forge.log");
      for (int i = 0; !Files.readString(log).contains("start faster from now on"); i++) {
        if (i > PATIENCE_SECONDS) break; // it was there before
        pause(1_000);
      }
    } finally {
      forge(environment, "down");
      Growth.remove(data);
    }
  }

  private void tell(
      Result result,
      String kind,
      List<Times> all,
      String archive,
      double target,
      Quantiles plainFelix)
      throws IOException {
    Quantiles answer = new Quantiles(all.stream().map(Times::answer).toList());
    Quantiles up = new Quantiles(all.stream().map(Times::up).toList());
    Quantiles create = new Quantiles(all.stream().map(Times::create).toList());
    result.add(Figure.of(ANSWER, kind, answer).atMost(target));
    result.add(ratio("first HTTP 200, " + kind, answer, plainFelix, target));
    result.add(Figure.of("forge up → its end", kind, up).atMost(target + 1_000));
    result.add(Figure.of("First create and its call", kind, create).atMost(FIRST_CREATE));
    result.add(ratio("first create, " + kind, create, plainFelix, FIRST_CREATE));
    addMemory(result, kind, archive);
  }

  private static Figure ratio(String what, Quantiles took, Quantiles plainFelix, double target) {
    return Figure.of(RATIO, what, "×", took.millis(0.5) / plainFelix.millis(0.5))
        .atMost(target / Targets.here().plain);
  }

  private Times once(String archive) throws IOException {
    Path data = Files.createTempDirectory(parent, "forge-bench");
    int port = freePort();
    Map<String, String> environment = environment(data, port, archive);
    try {
      long begun = System.nanoTime();
      Process up = start(environment, "up");
      long answer = firstAnswer(data.resolve("run/gateway.json"), "/readyz", port, begun);
      end(up, "up");
      long whole = System.nanoTime() - begun;
      long create = firstCreate(new Client("http://127.0.0.1:" + port));
      return new Times(answer, whole, create);
    } finally {
      forge(environment, "down");
      Growth.remove(data);
    }
  }

  /** Tells how quick the machine is just now: a start takes twice as long in a slow hour. */
  private static long bareServlet() throws IOException {
    long begun = System.nanoTime();
    try (BarePeer peer = new BarePeer(List.of())) {
      new Client(peer.address()).call("any", Map.of("text", "a", "number", 1L));
      return System.nanoTime() - begun;
    }
  }

  /** What the targets were set beside: a ratio to it is the same on any machine. */
  private static long plainFelix() throws IOException {
    int port = freePort();
    long begun = System.nanoTime();
    try (FolderPeer peer = new FolderPeer(port)) {
      return firstAnswer(peer.notice(), "/hello", port, begun);
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
  private static long firstAnswer(Path notice, String path, int port, long begun) {
    byte[] request =
        "GET %s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\n\r\n"
            .formatted(path, port)
            .getBytes(StandardCharsets.US_ASCII);
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
  private void addMemory(Result result, String kind, String archive) throws IOException {
    Path data = Files.createTempDirectory(parent, "forge-bench");
    Map<String, String> environment = environment(data, 0, archive);
    forge(environment, "up");
    try {
      long pid = Long.parseLong(Files.readString(data.resolve("run/lock")).strip());
      pause(SMALLEST_IDLE * 1_000L);
      result.add(resident(kind + ", " + SMALLEST_IDLE + " s", pid));
      pause((idle - SMALLEST_IDLE) * 1_000L);
      result.add(resident(kind + ", " + idle + " s", pid).atMost(IDLE));
      double compilers = 0;
      for (ProcessHandle other : ProcessHandle.of(pid).orElseThrow().descendants().toList())
        compilers += Memory.resident(other.pid());
      result.add(
          Figure.of("Resident set, idle", kind + ", its other processes", "MB", compilers / KILO));
    } finally {
      forge(environment, "down");
      Growth.remove(data);
    }
  }

  private static Figure resident(String what, long pid) throws IOException {
    return Figure.of("Resident set, idle", what, "MB", Memory.resident(pid) / KILO);
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
}
