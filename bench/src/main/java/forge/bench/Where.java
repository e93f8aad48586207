// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import forge.testkit.ForgeProcess;
import forge.testkit.KeptConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the time goes: flight recordings of a start, of creates and of calls. */
public final class Where {

  private static final String USAGE =
      """
      usage: bench/run where [--creates N] [--calls N] [--home FOLDER]

      Records the product by JFR while it starts, creates and is called, and tells where time and
      memory went. Writes flame graphs beside the results.
        --creates N    creates that are recorded, after as many that warm up (500)
        --calls N      calls that are recorded, after as many that warm up (100000)
        --home FOLDER  the product to start, unpacked (runtime/target/forge)
      """;

  private static final int SHOWN = 8;
  private static final int FEWEST_PERCENT = 1;
  private static final int CLIENTS = 4;

  /** As they come, recordings leave out what is shorter than 10 ms. */
  private static final List<String> ALL_OF_IT =
      List.of("jdk.JavaMonitorEnter#threshold=0ms", "jdk.FileForce#threshold=0ms");

  private final Options options;
  private final Result result;
  private final Path folder;

  private Where(Options options, Path folder) {
    this.options = options;
    this.folder = folder;
    this.result = Result.of("where", "Where the time goes, by flight recordings", options);
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = Map.of("--creates", "500", "--calls", "100000");
    System.exit(Driver.main(USAGE, args, flags, Where::run));
  }

  private static int run(Options options) throws IOException {
    Path folder = Files.createTempDirectory("forge-bench");
    try {
      new Where(options, folder).record();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      Growth.remove(folder);
    }
  }

  private void record() throws IOException, InterruptedException {
    Path home = Path.of(options.text("--home").orElseThrow());
    Path java = Path.of(System.getProperty("java.home"));
    List<String> record =
        List.of(
            "-XX:StartFlightRecording:name=start,settings=profile," + String.join(",", ALL_OF_IT),
            "-XX:FlightRecorderOptions:stackdepth=200");
    try (ForgeProcess gateway = ForgeProcess.start(home, folder.resolve("data"), java, record)) {
      Path start = folder.resolve("start.jfr");
      jcmd(gateway, "JFR.stop", "name=start", "filename=" + start);
      tell("start", 1, new Recording(start));
      int creates = options.number("--creates");
      Work create = from -> create(gateway.address(), from, creates);
      tell("create", creates, recorded(gateway, "create", creates, create));
      int calls = options.number("--calls");
      Work call = from -> call(gateway.address(), calls);
      tell("call", calls, recorded(gateway, "call", calls, call));
      gateway.stop();
    }
    result.finish(options);
  }

  private interface Work {
    void from(int number) throws IOException, InterruptedException;
  }

  /** Once to be warm, and once more, recorded. */
  private Recording recorded(ForgeProcess gateway, String name, int times, Work work)
      throws IOException, InterruptedException {
    work.from(0);
    Path file = folder.resolve(name + ".jfr");
    List<String> start = new ArrayList<>(List.of("JFR.start", "name=" + name, "settings=profile"));
    start.addAll(ALL_OF_IT);
    jcmd(gateway, start.toArray(String[]::new));
    work.from(times);
    jcmd(gateway, "JFR.stop", "name=" + name, "filename=" + file);
    return new Recording(file);
  }

  private static void create(String address, int from, int times) {
    Client client = new Client(address);
    for (int i = from; i < from + times; i++) {
      Reply reply = client.create(new Variant(i).spec("where_" + i % 50));
      if (!reply.isLive()) throw new IllegalStateException(reply.told());
    }
  }

  private static void call(String address, int times) throws InterruptedException {
    String json = Json.write(new Variant(0).arguments());
    List<Thread> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++)
      clients.add(new Thread(() -> calls(address, json, times / CLIENTS)));
    clients.forEach(Thread::start);
    for (Thread client : clients) client.join();
  }

  private static void calls(String address, String json, int times) {
    try (KeptConnection connection = new KeptConnection(address)) {
      for (int i = 0; i < times; i++)
        if (connection.post("/api/v1/skills/where_0", json).status() != 200)
          throw new IllegalStateException("a call failed");
    } catch (IOException e) {
      throw new IllegalStateException("a call failed", e);
    }
  }

  private static void jcmd(ForgeProcess gateway, String... command)
      throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> all = new ArrayList<>(List.of(jcmd.toString(), Long.toString(gateway.pid())));
    all.addAll(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) throw new IllegalStateException(said);
  }

  private void tell(String what, int times, Recording recording) throws IOException {
    String title = what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1);
    shares(title + ": processor time by part", recording.parts(), FEWEST_PERCENT);
    shares(title + ": memory by part", recording.allocatingParts(), FEWEST_PERCENT);
    shares(title + ": methods that ran", recording.frames(), 0);
    shares(title + ": memory by class", recording.allocated(), 0);
    each("Allocated", what, "kB", recording.bytes() / 1024 / times);
    each("Waiting for monitors", what, "ms", recording.blockedMillis() / times);
    each("In writes that are forced to disk", what, "ms", recording.forcedMillis() / times);
    each("Writes forced to disk", what, "", (double) recording.forces() / times);
    each("Stopped by the collector", what, "%", recording.pausePercent());
    recording
        .contended()
        .forEach((type, ms) -> System.out.println(type + " held up " + ms + " ms"));
    Path svg = Driver.root().resolve("bench/results/flame-" + what + ".svg");
    Files.writeString(svg, Flame.svg("Where the time of a " + what + " goes", recording.stacks()));
  }

  private void each(String plot, String what, String unit, double value) {
    result.add(Figure.of(plot, "a " + what, unit, value));
  }

  private void shares(String plot, Map<String, Double> shares, int fewest) {
    shares.entrySet().stream()
        .filter(share -> share.getValue() >= fewest)
        .limit(SHOWN)
        .forEach(
            share -> result.add(Figure.of(plot, shown(share.getKey()), "%", share.getValue())));
  }

  /** Type and method, without the package. */
  private static String shown(String name) {
    String[] words = name.split("\\.");
    if (words.length < 3) return name;
    boolean method = Character.isUpperCase(words[words.length - 2].charAt(0));
    String last = words[words.length - 1];
    return method ? words[words.length - 2] + "." + last : last;
  }
}
