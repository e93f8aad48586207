// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
        --warmup N          milliseconds that each is called before (18000)
        --connections LIST  connections at once (1,8,64)
        --out FILE          the results as JSON (bench/results/calls-jdk<version>.json)
        --home FOLDER       the product to start, unpacked (runtime/target/forge)
        --data FOLDER       where its data is put, and removed again
      """;

  private static final String QUESTION = "{\"text\":\"some text\",\"number\":41}";
  private static final String ANSWER = "{\"greeting\":\"Hello some text\",\"next\":42}";
  private static final double LEAST_RATE = 0.85;
  private static final double MOST_P99 = 1.5;
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
  private final Result result;

  /** By what they are drawn in. */
  private final Map<String, List<Figure>> figures = new LinkedHashMap<>();

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
    result = Result.of("calls", "Calls beside a bare servlet", options);
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
    flags.put("--warmup", "18000");
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
      for (int lines : connections) compare(sides, lines);
      for (Side side : sides) allocated(side);
    }
    figures.values().forEach(plot -> plot.forEach(result::add));
    result.finish(options);
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
    tell(lines, "", sides, closed);
    double rate = median(closed.get(sides.get(0)), Round::perSecond) / 2;
    Map<Side, List<Round>> open = new LinkedHashMap<>();
    for (int i = 0; i < rounds; i++)
      for (Side side : sides)
        try (Load load = side.load(lines)) {
          open.computeIfAbsent(side, key -> new ArrayList<>())
              .add(round(side, load, () -> load.open(millis, (int) Math.max(1, rate / 1000))));
        }
    tell(lines, ", open loop", sides, open);
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

  private void tell(int lines, String loop, List<Side> sides, Map<Side, List<Round>> rounds) {
    String what = lines + (lines == 1 ? " connection, " : " connections, ");
    for (Side side : sides) {
      Round middle = middle(rounds.get(side));
      boolean peer = side == sides.get(0);
      add(peer, Figure.of("Calls a second" + loop, what + side.name, "", middle.perSecond));
      Map<String, Double> latency = new LinkedHashMap<>();
      latency.put("p50", middle.p50);
      latency.put("p99", middle.p99);
      add(peer, new Figure("A call" + loop, what + side.name, "µs", false, latency, Map.of()));
      add(peer, Figure.of("Processor" + loop, what + side.name, "µs", middle.cpuMicros));
    }
    List<Round> theirs = rounds.get(sides.get(0));
    List<Round> ours = rounds.get(sides.get(1));
    Figure rate =
        Figure.of(
            "Skill ÷ servlet" + loop, what + "rate", "×", ratio(ours, theirs, Round::perSecond));
    Figure p99 =
        Figure.of("Skill ÷ servlet" + loop, what + "p99", "×", ratio(ours, theirs, Round::p99));
    add(loop.isEmpty() ? rate.atLeast(LEAST_RATE) : rate);
    add(p99.atMost(MOST_P99));
  }

  private void add(boolean peer, Figure figure) {
    add(peer ? figure.ofPeer() : figure);
  }

  private void add(Figure figure) {
    figures.computeIfAbsent(figure.plot(), plot -> new ArrayList<>()).add(figure);
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

  private void allocated(Side side) throws IOException {
    try (Load load = side.load(8)) {
      load.closed(millis);
      long before = side.jvm.allocatedBytes();
      int calls = load.closed(millis).nanos().length;
      long bytes = (side.jvm.allocatedBytes() - before) / calls;
      add(side.path.equals("/"), Figure.of("Memory a call", side.name, "B", bytes));
    }
  }
}
