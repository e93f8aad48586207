// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import forge.testkit.Answer;
import forge.testkit.KeptConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes one thing again and again while clients call it at a fixed rate: what fails, how long a
 * change takes until callers see it, and what callers feel of it.
 *
 * <p>Open loop: a call counts from the moment it was due, so a stall of the server is not hidden by
 * clients that wait for it.
 */
final class LoadedSwap {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Changeable changed;
  private final int rate;
  private final int clients;
  private final String json = Json.write(new Variant(0).arguments());
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<Sight> newest = new AtomicReference<>(new Sight(-1, 0));
  private final List<Long> seen = new ArrayList<>();
  private final List<Long> felt = new ArrayList<>();
  private final SplittableRandom chance = new SplittableRandom(1);
  private long gap;
  private volatile boolean stopped;

  /** One call: when it was due, and when its answer was read. */
  private record Call(long due, long answered) {}

  /** A variant whose answer was read, and when that was first so. */
  private record Sight(long number, long at) {}

  /** Of this, by that many calls a second over that many connections. */
  LoadedSwap(Changeable changed, int rate, int clients) {
    this.changed = changed;
    this.rate = rate;
    this.clients = clients;
  }

  /** Order to first new answer, each change. */
  List<Long> seen() {
    return seen;
  }

  /** Due to answered, each call. */
  List<Long> felt() {
    return felt;
  }

  /** The longest time without any answer. */
  long gap() {
    return gap;
  }

  /** How many calls failed. */
  long failed() {
    return failed.get();
  }

  /**
   * Changes to these variants, with a pause before each; may be run again, and adds up then.
   *
   * <p>A pause is longer by a part of the time between two calls, by chance: otherwise each change
   * would begin as long after a call as the one before, and be seen a whole number of calls later.
   */
  void run(List<Variant> variants, int pauseMillis) throws IOException, InterruptedException {
    stopped = false;
    changed.prepare(variants.get(0));
    changed.change(variants.get(0));
    awaitFirst(variants.get(0));
    List<List<Call>> calls = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < clients; i++) {
      List<Call> own = new ArrayList<>();
      calls.add(own);
      long first = begun + SECOND * i / rate;
      threads.add(new Thread(() -> load(first, own)));
    }
    threads.forEach(Thread::start);
    try {
      for (Variant variant : variants.subList(1, variants.size())) {
        changed.prepare(variant);
        TimeUnit.NANOSECONDS.sleep(pauseMillis * MILLI + chance.nextLong(SECOND / rate));
        seen.add(change(variant));
      }
    } finally {
      stopped = true;
      for (Thread thread : threads) thread.join();
    }
    keep(calls);
  }

  /** Forgets what was measured, as warming up. */
  void forget() {
    seen.clear();
    felt.clear();
    gap = 0;
    failed.set(0);
  }

  private void awaitFirst(Variant variant) {
    Client client = new Client(changed.address());
    long until = System.nanoTime() + PATIENCE;
    while (!variant.gave(client.post(changed.path(), variant.arguments()))) {
      if (System.nanoTime() > until) throw new IllegalStateException("no answer as " + variant);
      LockSupport.parkNanos(SECOND / 50);
    }
  }

  /**
   * From the order until a caller has read the new version's answer, nanoseconds; that may be
   * before who ordered it is told.
   */
  private long change(Variant variant) throws IOException {
    long begun = System.nanoTime();
    changed.change(variant);
    while (newest.get().number < variant.number()) {
      if (System.nanoTime() - begun > PATIENCE)
        throw new IllegalStateException("nobody sees " + variant);
      LockSupport.parkNanos(50_000);
    }
    return newest.get().at - begun;
  }

  private void load(long first, List<Call> calls) {
    long step = SECOND * clients / rate;
    long due = first;
    while (!stopped) {
      try (KeptConnection connection = new KeptConnection(changed.address())) {
        for (; !stopped; due += step) {
          for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime())
            LockSupport.parkNanos(left);
          call(connection, due, calls);
        }
      } catch (IOException e) {
        failed.incrementAndGet();
        due += step;
      }
    }
  }

  private void call(KeptConnection connection, long due, List<Call> calls) throws IOException {
    Answer answer = connection.post(changed.path(), json);
    long answered = System.nanoTime();
    if (answer.status() != 200 || !(Json.read(answer.body()) instanceof Map<?, ?> map)) {
      failed.incrementAndGet();
      return;
    }
    Sight sight = new Sight(((Number) map.get("variant")).longValue(), answered);
    newest.accumulateAndGet(sight, (old, now) -> now.number > old.number ? now : old);
    calls.add(new Call(due, answered));
  }

  private void keep(List<List<Call>> calls) {
    List<Long> answers = new ArrayList<>();
    for (List<Call> own : calls)
      for (Call call : own) {
        felt.add(call.answered - call.due);
        answers.add(call.answered);
      }
    answers.sort(null);
    for (int i = 1; i < answers.size(); i++)
      gap = Math.max(gap, answers.get(i) - answers.get(i - 1));
  }
}
