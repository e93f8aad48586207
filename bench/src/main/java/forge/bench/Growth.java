// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.Answer;
import forge.testkit.ForgeClient;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What becomes slower or larger when a gateway knows many skills: a create, a call, the list, the
 * start, the memory. Few and many are measured on the same gateway, warm.
 */
public final class Growth {

  private static final String USAGE =
      """
      usage: bench/run growth [--skills N] [--few N] [--starts N] [--clients N] [--home FOLDER]

      Forges N skills by several clients, measures on the way how long things take while few are
      known and when all are, then starts an empty gateway and the full one in turn.
        --skills N     how many are known in the end (10000)
        --few N        how many are few (100)
        --batch N      how many are forged to tell how many a second (1000)
        --starts N     starts of each (5)
        --clients N    that forge side by side (4)
        --home FOLDER  the product to start, unpacked (runtime/target/forge)
      """;

  private static final int WARM_UP = 1_500;
  private static final int ROUNDS = 200;
  private static final double KILO = 1024;
  private static final double SECOND = 1e9;

  private final Path home;
  private final Options options;
  private final Result result;
  private final int skills;
  private final int few;
  private final AtomicInteger next = new AtomicInteger();

  private Growth(Options options) {
    this.options = options;
    result = Result.of("growth", "Many known skills", options);
    home = Path.of(options.text("--home").orElseThrow());
    skills = options.number("--skills");
    few = options.number("--few");
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags =
        Map.of(
            "--skills",
            "10000",
            "--few",
            "100",
            "--batch",
            "1000",
            "--starts",
            "5",
            "--clients",
            "4");
    System.exit(Driver.main(USAGE, args, flags, options -> new Growth(options).run()));
  }

  private int run() throws IOException {
    Path empty = Files.createTempDirectory("forge-bench");
    Path full = Files.createTempDirectory("forge-bench");
    try {
      fill(full);
      compare(empty, full);
      result.finish(options);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      remove(empty);
      remove(full);
    }
  }

  private ForgeProcess start(Path data) throws IOException {
    return ForgeProcess.start(home, data, Path.of(System.getProperty("java.home")), List.of());
  }

  private void fill(Path data) throws IOException, InterruptedException {
    try (ForgeProcess gateway = start(data)) {
      Client client = new Client(gateway.address());
      for (int i = 0; i < WARM_UP; i++) Adder.forge(client, 0);
      next.set(1);
      forge(gateway, few);
      List<Quantiles> before = measured(gateway);
      int batch = options.number("--batch");
      double seconds = forge(gateway, next.get() + batch);
      result.add(
          Figure.of(
                  "Skills forged",
                  batch + " by " + options.number("--clients") + " clients",
                  "a second",
                  batch / seconds)
              .atLeast(60));
      System.out.println("forging the rest, to " + skills);
      int left = skills - ROUNDS - next.get();
      double slow = forge(gateway, skills - ROUNDS);
      result.add(Figure.of("Skills forged", "the other " + left, "a second", left / slow));
      compare(before, measured(gateway));
      gateway.stop();
    }
  }

  /** Until so many are known; gives how long it took, seconds. */
  private double forge(ForgeProcess gateway, int until) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    AtomicInteger forged = new AtomicInteger();
    int first = next.get();
    int count = Math.max(0, until - first);
    long begun = System.nanoTime();
    for (int i = 0; i < options.number("--clients"); i++)
      threads.add(
          new Thread(
              () -> {
                Client client = new Client(gateway.address());
                for (int n = next.getAndIncrement(); n < until; n = next.getAndIncrement()) {
                  Adder.forge(client, n);
                  forged.incrementAndGet();
                }
              }));
    for (Thread thread : threads) thread.start();
    for (Thread thread : threads) thread.join();
    next.set(Math.max(first, until));
    if (forged.get() < count)
      throw new IllegalStateException(forged.get() + " of " + count + " skills were forged");
    return (System.nanoTime() - begun) / SECOND;
  }

  private static final List<String> KINDS =
      List.of("create, new name", "call", "list, first page of 100", "one skill shown");

  /** One after the other by one client, in the order of {@link #KINDS}. */
  private List<Quantiles> measured(ForgeProcess gateway) {
    Client client = new Client(gateway.address());
    ForgeClient http = gateway.client();
    return List.of(
        rounds(() -> Adder.forge(client, next.getAndIncrement()).nanos()),
        rounds(() -> client.call("skill_" + (next.get() - 1), Map.of("n", 1L)).nanos()),
        rounds(() -> get(http, "/api/v1/skills?limit=100")),
        rounds(() -> get(http, "/api/v1/skills/skill_1")));
  }

  private static Quantiles rounds(LongSupplier round) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) nanos.add(round.getAsLong());
    return new Quantiles(nanos);
  }

  private static long get(ForgeClient http, String path) {
    long begun = System.nanoTime();
    Answer answer = http.get(path);
    if (answer.status() != 200) throw new IllegalStateException(path + ": " + answer.body());
    return System.nanoTime() - begun;
  }

  private void compare(List<Quantiles> before, List<Quantiles> after) {
    for (int i = 0; i < KINDS.size(); i++) {
      String what = KINDS.get(i);
      result.add(Figure.of(what, few + " known", before.get(i)));
      result.add(Figure.of(what, skills + " known", after.get(i)));
    }
    for (int i = 0; i < KINDS.size(); i++)
      result.add(
          Figure.of(
                  "With " + skills + " known ÷ with " + few,
                  KINDS.get(i),
                  "×",
                  after.get(i).millis(0.5) / before.get(i).millis(0.5))
              .atMost(1.3));
  }

  private void compare(Path empty, Path full) throws IOException, InterruptedException {
    List<Long> none = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    List<Memory> without = new ArrayList<>();
    List<Memory> with = new ArrayList<>();
    List<Long> first = new ArrayList<>();
    for (int i = 0; i < options.number("--starts"); i++) {
      none.add(started(empty, without, client -> {}));
      all.add(started(full, with, client -> first.add(firstCall(client))));
    }
    Quantiles quick = new Quantiles(none);
    result.add(Figure.of("Start → ready", "none known", quick));
    result.add(
        Figure.of("Start → ready", skills + " known", new Quantiles(all))
            .atMost(1.5 * quick.millis(0.5) + 1_000));
    result.add(Figure.of("First call after a start", "of a parked skill", new Quantiles(first)));
    result.add(Figure.of("Resident set after a start", "none known", "MB", resident(without)));
    result.add(Figure.of("Resident set after a start", skills + " known", "MB", resident(with)));
    result.add(
        Figure.of(
                "A skill that is known",
                "heap",
                "kB",
                (least(with) - least(without)) / Math.max(1, skills))
            .atMost(4));
  }

  private static double resident(List<Memory> all) {
    return all.stream()
            .mapToDouble(Memory::resident)
            .sorted()
            .skip(all.size() / 2)
            .findFirst()
            .orElse(0)
        / KILO;
  }

  private static double least(List<Memory> all) {
    return all.stream().mapToDouble(Memory::heap).min().orElse(0);
  }

  private long firstCall(Client client) {
    return client.call("skill_" + skills / 2, Map.of("n", 1L)).nanos();
  }

  private long started(Path data, List<Memory> memory, Consumer<Client> then)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (ForgeProcess gateway = start(data)) {
      long nanos = System.nanoTime() - begun;
      memory.add(Memory.of(gateway.pid()));
      then.accept(new Client(gateway.address()));
      gateway.stop();
      return nanos;
    }
  }

  /** Deletes a folder and all in it. */
  static void remove(Path data) {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + data, e);
    }
  }
}
