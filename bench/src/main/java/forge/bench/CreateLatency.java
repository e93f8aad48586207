// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From a spec to the first answer over HTTP, warm, beside a bare javac run on the same generated
 * class, turn by turn; and the first create of a gateway that has just started.
 */
public final class CreateLatency {

  private static final String USAGE =
      """
      usage: bench/run create [--rounds N] [--warmup N] [--starts N] [--out FILE]
                              [--url URL] [--home FOLDER] [--data FOLDER]

      Measures create and create -> first answer over HTTP, under new names and under one name,
      beside a bare warm javac run on the same class, turn by turn.
        --rounds N     rounds that count (300)
        --warmup N     rounds before them (200)
        --starts N     starts of a fresh gateway, each with its first create (5; none with --url)
        --out FILE     the results as JSON (bench/results/create-jdk<version>.json)
        --url URL      a gateway that runs; without it one is started, with fresh data
        --home FOLDER  the product to start, unpacked (runtime/target/forge)
        --data FOLDER  where its data is put, and removed again (the system's temporary folder)
      """;

  private static final String JAVAC = "bare javac, same class";
  private static final String NEW_CREATE = "create, new name";
  private static final String NEW_ANSWER = "create → first answer, new name";
  private static final String AGAIN_CREATE = "re-create, same name";
  private static final String AGAIN_ANSWER = "re-create → first new answer, same name";
  private static final String READY = "process start → ready";
  private static final String FIRST_ANSWER = "first create after start → answer";

  private final Map<String, List<Long>> measured = new LinkedHashMap<>();
  private final Options options;
  private final Result result;
  private final int rounds;
  private final int warmup;
  private final int starts;

  private CreateLatency(Options options) {
    this.options = options;
    this.result = Result.of("create", "From a spec to the first answer", options);
    this.rounds = options.number("--rounds");
    this.warmup = options.number("--warmup");
    this.starts = options.text("--url").isPresent() ? 0 : options.number("--starts");
    if (rounds == 0) throw new IllegalArgumentException("--rounds must be at least 1");
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = Map.of("--rounds", "300", "--warmup", "200", "--starts", "5");
    System.exit(Driver.main(USAGE, args, flags, options -> new CreateLatency(options).run()));
  }

  private int run() throws IOException {
    for (int i = 0; i < starts; i++) start(new Variant(i));
    try (Driver.Target target = Driver.target(options)) {
      rounds(new Client(target.address()));
    }
    tell();
    return 0;
  }

  private void start(Variant variant) throws IOException {
    try (FreshGateway gateway = Driver.start(options)) {
      keep(READY, gateway.startNanos());
      keep(FIRST_ANSWER, create(new Client(gateway.address()), "first", variant).answered());
    }
  }

  /** One create: until its answer, and until the skill's first. */
  private record Timing(long created, long answered) {}

  private static Timing create(Client client, String name, Variant variant) {
    Map<String, Object> spec = variant.spec(name);
    long begun = System.nanoTime();
    Reply created = client.create(spec);
    Reply first = client.call(name, variant.arguments());
    long answered = System.nanoTime() - begun;
    if (!created.isLive()) throw new IllegalStateException(name + ": " + created.told());
    if (!variant.gave(first)) throw new IllegalStateException(name + ": " + first.told());
    return new Timing(created.nanos(), answered);
  }

  /** What is compared is done in turns, so that a slow moment of the machine hits all of it. */
  private void rounds(Client client) {
    BareJavac javac = new BareJavac();
    for (int round = 0; round < warmup + rounds; round++) {
      if (round == warmup) System.out.println("warm; measuring " + rounds + " rounds");
      Variant variant = new Variant(round);
      String name = "bench_new_" + round;
      Timing fresh = create(client, name, variant);
      Timing again = create(client, "bench_again", variant);
      long compiled = compile(javac, client.source(name));
      if (round < warmup) continue;
      keep(JAVAC, compiled);
      keep(NEW_CREATE, fresh.created());
      keep(NEW_ANSWER, fresh.answered());
      keep(AGAIN_CREATE, again.created());
      keep(AGAIN_ANSWER, again.answered());
    }
  }

  private static long compile(BareJavac javac, String source) {
    String type = source.replaceFirst("(?s).*?public final class (\\w+).*", "$1");
    long begun = System.nanoTime();
    javac.compile(type + ".java", source);
    return System.nanoTime() - begun;
  }

  private void keep(String what, long nanos) {
    measured.computeIfAbsent(what, key -> new ArrayList<>()).add(nanos);
  }

  private void tell() throws IOException {
    Map<String, Quantiles> by = new LinkedHashMap<>();
    measured.forEach((what, nanos) -> by.put(what, new Quantiles(nanos)));
    by.forEach(
        (what, quantiles) -> {
          boolean start = what.equals(READY) || what.equals(FIRST_ANSWER);
          Figure figure = Figure.of(start ? "After a start" : "Warm", what, quantiles);
          if (what.equals(FIRST_ANSWER)) figure = figure.atMost(300);
          result.add(what.equals(JAVAC) ? figure.ofPeer() : figure);
        });
    for (String what : List.of(NEW_ANSWER, AGAIN_ANSWER)) {
      result.add(ratio(by, what, 0.5).atMost(3));
      result.add(ratio(by, what, 0.99).atMost(8));
    }
    result.finish(options);
  }

  private static Figure ratio(Map<String, Quantiles> by, String what, double share) {
    double ratio = by.get(what).millis(share) / by.get(JAVAC).millis(0.5);
    String quantile = ", p" + Math.round(share * 100);
    return Figure.of("First answer ÷ bare javac's p50", what + quantile, "×", ratio);
  }
}
