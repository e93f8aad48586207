// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Calls of one guarded skill beside calls of a bare servlet that reads and writes the same JSON, in
 * turns: throughput, latency, time of the processor and memory of each call, and their ratios.
 */
public final class Calls {

  private static final String USAGE =
      """
      usage: bench/run calls [--rounds N] [--millis N] [--connections LIST] [--out FILE]

      Calls a skill and a bare Jetty servlet in turns, over kept connections.
        --rounds N          rounds of each that count (5)
        --millis N          length of a round (1500)
        --warmup N          milliseconds that each is called before (24000)
        --connections LIST  connections at once (1,8,64)
        --out FILE          the results as JSON (bench/results/calls-jdk<version>.json)
        --home FOLDER       the product to start, unpacked (runtime/target/forge)
        --data FOLDER       where its data is put, and removed again
      """;

  private static final String QUESTION = "{\"text\":\"some text\",\"number\":41}";
  private static final String ANSWER = "{\"greeting\":\"Hello some text\",\"next\":42}";
  private static final String SKILL = "bench_greeting";
  private static final String BODY =
      """
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("greeting", "Hello " + text);
      answer.put("next", number + 1);
      return answer;
      """;

  private final Options options;
  private final int rounds;
  private final int millis;
  private final List<Integer> connections;
  private final Map<String, Object> results = new LinkedHashMap<>();

  /** One of the two that are compared. */
  private record Side(String name, String address, String path, JvmProbe jvm) {
    Load load(int connections) throws IOException {
      return new Load(address, path, QUESTION, ANSWER, connections);
    }
  }

  /** One round. */
  private record Round(double perSecond, double p50, double p99, double cpuMicros) {}

  private Calls(Options options) {
    this.options = options;
    rounds = options.number("--rounds");
    millis = options.number("--millis");
    connections =
        Arrays.stream(options.text("--connections").orElseThrow().split(","))
            .map(Integer::valueOf)
            .toList();
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--rounds", "5");
    flags.put("--millis", "1500");
    flags.put("--warmup", "24000");
    flags.put("--connections", "1,8,64");
    flags.put("--out", "");
    System.exit(Driver.main(USAGE, args, flags, options -> new Calls(options).run()));
  }

  private int run() throws IOException {
    try (FreshGateway gateway = Driver.start(options);
        JvmProbe ours = new JvmProbe(gateway.pid());
        BarePeer peer = new BarePeer(ours.options());
        JvmProbe theirs = new JvmProbe(peer.pid())) {
      create(new Client(gateway.address()));
      Side skill = new Side("skill", gateway.address(), "/api/v1/skills/" + SKILL, ours);
      Side servlet = new Side("servlet", peer.address(), "/", theirs);
      List<Side> sides = List.of(servlet, skill);
      for (int i = 0; i < 2; i++) for (Side side : sides) warmUp(side);
      System.out.printf(
          "%-24s %9s %9s %9s %9s%n", "", "calls/s", "p50 µs", "p99 µs", "CPU µs/call");
      for (int lines : connections) compare(sides, lines);
      for (Side side : sides) allocated(side);
    }
    write();
    return 0;
  }

  private static void create(Client client) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", SKILL);
    spec.put("tier", "guarded");
    spec.put(
        "params",
        List.of(
            Map.of("name", "text", "type", "string", "required", true),
            Map.of("name", "number", "type", "integer", "required", true)));
    spec.put("body", BODY);
    Reply reply = client.create(spec);
    if (!reply.isLive()) throw new IllegalStateException(reply.told());
  }

  private void warmUp(Side side) throws IOException {
    for (int lines : List.of(64, 8, 1))
      try (Load load = side.load(lines)) {
        load.closed(options.number("--warmup") / 6);
      }
  }

  private void compare(List<Side> sides, int lines) throws IOException {
    Map<Side, List<Round>> closed = new LinkedHashMap<>();
    for (int i = 0; i < rounds; i++)
      for (Side side : sides)
        try (Load load = side.load(lines)) {
          closed.computeIfAbsent(side, key -> new ArrayList<>()).add(closed(side, load));
        }
    tell(lines + " connections", sides, closed);
    double rate = median(closed.get(sides.get(0)), Round::perSecond) / 2;
    Map<Side, List<Round>> open = new LinkedHashMap<>();
    for (int i = 0; i < rounds; i++)
      for (Side side : sides)
        try (Load load = side.load(lines)) {
          open.computeIfAbsent(side, key -> new ArrayList<>())
              .add(round(side, load, () -> load.open(millis, (int) Math.max(1, rate / 1000))));
        }
    tell(lines + " connections, open", sides, open);
  }

  /** Something that measures and may fail. */
  private interface Run {
    Load.Measured run() throws IOException;
  }

  private Round closed(Side side, Load load) throws IOException {
    return round(side, load, () -> load.closed(millis));
  }

  private static Round round(Side side, Load load, Run run) throws IOException {
    long before = side.jvm.cpuNanos();
    Load.Measured measured = run.run();
    double cpu = side.jvm.cpuNanos() - before;
    long[] sorted = measured.nanos();
    Arrays.sort(sorted);
    return new Round(
        measured.perSecond(), micros(sorted, 0.5), micros(sorted, 0.99), cpu / 1e3 / sorted.length);
  }

  private static double micros(long[] sorted, double share) {
    return sorted[(int) (share * (sorted.length - 1))] / 1e3;
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> part) {
    double[] sorted = rounds.stream().mapToDouble(part).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private void tell(String what, List<Side> sides, Map<Side, List<Round>> rounds) {
    Map<String, Object> told = new LinkedHashMap<>();
    for (Side side : sides) {
      Round middle = middle(rounds.get(side));
      line(what + " " + side.name, middle);
      told.put(side.name, plain(middle));
    }
    List<Round> theirs = rounds.get(sides.get(0));
    List<Round> ours = rounds.get(sides.get(1));
    Map<String, Object> ratios = new LinkedHashMap<>();
    ratios.put("throughput", ratio(ours, theirs, Round::perSecond));
    ratios.put("p50", ratio(ours, theirs, Round::p50));
    ratios.put("p99", ratio(ours, theirs, Round::p99));
    told.put("skill / servlet", ratios);
    System.out.println("  skill / servlet: " + ratios);
    results.put(what, told);
  }

  private static double ratio(List<Round> ours, List<Round> theirs, ToDoubleFunction<Round> part) {
    return Math.round(100 * median(ours, part) / median(theirs, part)) / 100.0;
  }

  private static Round middle(List<Round> rounds) {
    return new Round(
        median(rounds, Round::perSecond),
        median(rounds, Round::p50),
        median(rounds, Round::p99),
        median(rounds, Round::cpuMicros));
  }

  private static void line(String what, Round round) {
    System.out.printf(
        Locale.ROOT,
        "%-32s %9.0f %9.0f %9.0f %9.1f%n",
        what,
        round.perSecond,
        round.p50,
        round.p99,
        round.cpuMicros);
  }

  private static Map<String, Object> plain(Round round) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("calls_per_second", Math.round(round.perSecond));
    plain.put("p50_us", Math.round(round.p50));
    plain.put("p99_us", Math.round(round.p99));
    plain.put("cpu_us", Math.round(round.cpuMicros * 10) / 10.0);
    return plain;
  }

  private void allocated(Side side) throws IOException {
    try (Load load = side.load(8)) {
      load.closed(millis);
      long before = side.jvm.allocatedBytes();
      int calls = load.closed(millis).nanos().length;
      long bytes = (side.jvm.allocatedBytes() - before) / calls;
      System.out.println(side.name + " allocates " + bytes + " bytes a call");
      results.put(side.name + " bytes a call", bytes);
    }
  }

  private void write() throws IOException {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    plain.put("java", System.getProperty("java.runtime.version"));
    plain.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    plain.put("processors", (long) Runtime.getRuntime().availableProcessors());
    plain.put("rounds", (long) rounds);
    plain.put("round_ms", (long) millis);
    plain.put("measures", results);
    int version = Runtime.version().feature();
    Path file =
        options
            .text("--out")
            .map(Path::of)
            .orElse(Driver.root().resolve("bench/results/calls-jdk" + version + ".json"));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, Json.write(plain) + "\n");
    System.out.println("written to " + file);
  }
}
