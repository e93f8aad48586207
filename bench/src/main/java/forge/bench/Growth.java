// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Makes a gateway that knows many skills, and compares its start and its memory with those of a
 * gateway that knows none.
 */
public final class Growth {

  private static final String USAGE =
      """
      usage: bench/run growth [--skills N] [--starts N] [--clients N] [--home FOLDER]

      Forges N skills, then starts an empty gateway and the full one in turn.
        --skills N     how many are known (10000)
        --starts N     starts of each (5)
        --clients N    that forge side by side (4)
        --home FOLDER  the product to start, unpacked (runtime/target/forge)
      """;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Path home;
  private final int skills;
  private final int starts;
  private final int clients;
  private final ConcurrentLinkedQueue<Long> creates = new ConcurrentLinkedQueue<>();

  private Growth(Options options) {
    home = Path.of(options.text("--home").orElseThrow());
    skills = options.number("--skills");
    starts = options.number("--starts");
    clients = options.number("--clients");
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = Map.of("--skills", "10000", "--starts", "5", "--clients", "4");
    System.exit(Driver.main(USAGE, args, flags, options -> new Growth(options).run()));
  }

  private int run() throws IOException {
    Path empty = Files.createTempDirectory("forge-bench");
    Path full = Files.createTempDirectory("forge-bench");
    try {
      fill(full);
      compare(empty, full);
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
      System.out.println("after start      " + memory(gateway));
      AtomicInteger next = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      long begun = System.nanoTime();
      for (int i = 0; i < clients; i++)
        threads.add(new Thread(() -> forge(new Client(gateway.address()), next)));
      for (Thread thread : threads) thread.start();
      for (Thread thread : threads) thread.join();
      double seconds = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%d skills by %d clients in %.0f s: %.0f a second%n",
          creates.size(),
          clients,
          seconds,
          creates.size() / seconds);
      List<Long> all = new ArrayList<>(creates);
      int few = Math.min(1_000, all.size() / 2);
      System.out.println("create, first " + few + " " + new Quantiles(all.subList(0, few)));
      System.out.println(
          "create, last " + few + "  " + new Quantiles(all.subList(all.size() - few, all.size())));
      System.out.println("after forging    " + memory(gateway));
      gateway.stop();
    }
  }

  private void forge(Client client, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < skills; i = next.getAndIncrement()) {
      creates.add(Adder.forge(client, i).nanos());
    }
  }

  private void compare(Path empty, Path full) throws IOException, InterruptedException {
    List<Long> emptyStarts = new ArrayList<>();
    List<Long> fullStarts = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      emptyStarts.add(timed(empty, "empty"));
      fullStarts.add(timed(full, "full"));
    }
    System.out.println("start, empty  " + new Quantiles(emptyStarts));
    System.out.println("start, full   " + new Quantiles(fullStarts));
  }

  private long timed(Path data, String what) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (ForgeProcess gateway = start(data)) {
      long nanos = System.nanoTime() - begun;
      Client client = new Client(gateway.address());
      String first = "";
      if (what.equals("full")) {
        Reply reply = client.call("skill_" + skills / 2, Map.of("n", 1L));
        first =
            ", first call of a parked skill "
                + reply.nanos() / NANOS_PER_MILLI
                + " ms: "
                + reply.told();
      }
      System.out.println(
          what + " ready in " + nanos / NANOS_PER_MILLI + " ms, " + memory(gateway) + first);
      gateway.stop();
      return nanos;
    }
  }

  /** Resident set, as the system tells; where it does not, nothing. */
  private static String memory(ForgeProcess gateway) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + gateway.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS"))
          .findFirst()
          .orElse("")
          .replaceAll("\\s+", " ");
    } catch (IOException e) {
      return "";
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
