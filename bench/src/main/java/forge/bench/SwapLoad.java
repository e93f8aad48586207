// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import forge.testkit.Answer;
import forge.testkit.KeptConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes one skill again and again while clients call it at a fixed rate: what fails, how long a
 * change takes until callers see it, and what callers feel of it.
 *
 * <p>Open loop: a call counts from the moment it was due, so a stall of the gateway is not hidden
 * by clients that wait for it.
 */
public final class SwapLoad {

  private static final String USAGE =
      """
      usage: bench/run swap [--rate N] [--changes N] [--clients N] [--url URL]

      Calls one skill at a fixed rate while it is changed again and again.
        --rate N     calls a second, all clients together (200)
        --changes N  changes, one after the other (200)
        --clients N  connections (4)
        --url URL    a gateway that runs; otherwise one is started with fresh data
      """;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final String SKILL = "swapped";
  private static final int WARM_UP = 100;

  private final int rate;
  private final int changes;
  private final int clients;
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong newest = new AtomicLong(-1);
  private volatile boolean measuring;
  private volatile boolean stopped;

  private SwapLoad(Options options) {
    rate = options.number("--rate");
    changes = options.number("--changes");
    clients = options.number("--clients");
  }

  /** One call: when it was due, and when its answer was read. */
  private record Call(long due, long answered) {}

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = Map.of("--rate", "200", "--changes", "200", "--clients", "4");
    System.exit(Driver.main(USAGE, args, flags, options -> new SwapLoad(options).run(options)));
  }

  private int run(Options options) throws IOException {
    try (Driver.Target target = Driver.target(options)) {
      Client client = new Client(target.address());
      change(client, 0);
      List<List<Call>> calls = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      long begun = System.nanoTime();
      for (int i = 0; i < clients; i++) {
        List<Call> own = new ArrayList<>();
        calls.add(own);
        long first = begun + 1_000_000_000L * i / rate;
        threads.add(new Thread(() -> load(target.address(), first, own)));
      }
      threads.forEach(Thread::start);
      for (int i = 1; i <= WARM_UP; i++) change(client, i);
      measuring = true;
      List<Long> seen = new ArrayList<>();
      for (int i = 1; i <= changes; i++) seen.add(change(client, WARM_UP + i));
      stopped = true;
      for (Thread thread : threads) thread.join();
      tell(options, seen, calls);
      return failed.get() == 0 ? 0 : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** From the order until a caller has read the new version's answer, nanoseconds. */
  private long change(Client client, int number) {
    long begun = System.nanoTime();
    Reply reply =
        client.create(
            Map.of("name", SKILL, "returns", "integer", "body", "return " + number + "L;"));
    if (!reply.isLive()) throw new IllegalStateException(reply.told());
    if (number > 0) while (newest.get() < number) LockSupport.parkNanos(50_000);
    return System.nanoTime() - begun;
  }

  private void load(String address, long first, List<Call> calls) {
    long step = 1_000_000_000L * clients / rate;
    try (KeptConnection connection = new KeptConnection(address)) {
      for (long due = first; !stopped; due += step) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime())
          LockSupport.parkNanos(left);
        call(connection, due, calls);
      }
    } catch (IOException e) {
      failed.incrementAndGet();
      throw new IllegalStateException("a connection broke", e);
    }
  }

  private void call(KeptConnection connection, long due, List<Call> calls) throws IOException {
    Answer answer = connection.post("/api/v1/skills/" + SKILL, "{}");
    if (answer.status() != 200) {
      failed.incrementAndGet();
      System.err.println(answer.status() + " " + answer.body());
      return;
    }
    long version = ((Number) Json.read(answer.body())).longValue();
    newest.accumulateAndGet(version, Math::max);
    if (measuring) calls.add(new Call(due, System.nanoTime()));
  }

  private void tell(Options options, List<Long> seen, List<List<Call>> calls) throws IOException {
    List<Long> latencies = new ArrayList<>();
    List<Long> answers = new ArrayList<>();
    for (List<Call> own : calls)
      for (Call call : own) {
        latencies.add(call.answered - call.due);
        answers.add(call.answered);
      }
    answers.sort(null);
    long gap = 0;
    for (int i = 1; i < answers.size(); i++)
      gap = Math.max(gap, answers.get(i) - answers.get(i - 1));
    Quantiles felt = new Quantiles(latencies);
    Result result = Result.of("swap", "One skill changed again and again under load", options);
    result.add(
        Figure.of("Change and calls", "change → a caller has the answer", new Quantiles(seen)));
    result.add(Figure.of("Change and calls", "a call, from when it was due", felt));
    double gapMillis = gap / NANOS_PER_MILLI;
    result.add(Figure.of("Change and calls", "longest time without any answer", "ms", gapMillis));
    result.add(Figure.of("Calls", "answered", "", felt.count()));
    result.add(Figure.of("Calls", "failed", "", failed.get()).atMost(0));
    result.finish(options);
  }
}
