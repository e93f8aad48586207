// SPDX-License-Identifier: Apache-2.0
package forge.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls of one skill by a timetable that does not wait for answers: when the gateway is slow for a
 * moment, what was due meanwhile is sent as soon as a connection is free, and counts as late.
 */
final class Traffic implements AutoCloseable {

  private static final int CONNECTIONS = 32;
  private static final int MAX_FAULTS = 20;
  private static final int MAX_MILLIS = 60_000;

  private final List<Caller> clients;
  private final String skill;
  private final Timeline timeline;
  private final long bodyNanos;
  private final double nanosPerCall;
  private final long begun = System.nanoTime();
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLongArray millis = new AtomicLongArray(MAX_MILLIS);
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * Begins to call.
   *
   * @param clients each has connections of its own
   * @param perSecond calls by the timetable, of all clients
   * @param timeline what it may answer when
   * @param bodyMillis how long a call takes in the skill: it took its version before that
   */
  Traffic(List<Caller> clients, String skill, int perSecond, Timeline timeline, long bodyMillis) {
    this.clients = clients;
    this.skill = skill;
    this.timeline = timeline;
    this.bodyNanos = bodyMillis * 1_000_000;
    this.nanosPerCall = 1e9 / perSecond;
    for (int i = 0; i < CONNECTIONS; i++) {
      Caller client = clients.get(i % clients.size());
      Thread thread = new Thread(() -> run(client), "traffic-" + i);
      thread.start();
      threads.add(thread);
    }
  }

  private void run(Caller client) {
    while (!stopped) {
      long due = begun + Math.round(next.getAndIncrement() * nanosPerCall);
      for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime())
        LockSupport.parkNanos(early);
      try {
        call(client).ifPresent(this::fault);
      } catch (RuntimeException e) {
        fault("no answer: " + e);
      }
      long late = (System.nanoTime() - due) / 1_000_000;
      millis.incrementAndGet((int) Math.min(late, MAX_MILLIS - 1));
      ended.incrementAndGet();
    }
  }

  private Optional<String> call(Caller client) {
    long from = System.nanoTime();
    Caller.Reply reply = client.call(skill);
    long to = System.nanoTime();
    if (reply.status() == 404) return timeline.fault(Timeline.GONE, from, to);
    if (reply.status() != 200) return Optional.of("failed: " + reply);
    return timeline.fault(reply.value(), from, to - bodyNanos);
  }

  private void fault(String what) {
    if (faults.size() < MAX_FAULTS) faults.add(what);
  }

  /** Calls that have ended. */
  long calls() {
    return ended.get();
  }

  /**
   * What went wrong so far: a call that failed, or a value of a version that was not in service.
   */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** In words: how many calls, and how long they took from when they were due. */
  String figures() {
    double seconds = (System.nanoTime() - begun) / 1e9;
    return String.format(
        "%d calls by %d clients in %.1f s (%.0f/s); from due to answered p50 %d ms, p99 %d ms",
        calls(), clients.size(), seconds, calls() / seconds, quantile(0.5), quantile(0.99));
  }

  private long quantile(double share) {
    long left = (long) Math.ceil(calls() * share);
    for (int i = 0; i < MAX_MILLIS; i++) {
      left -= millis.get(i);
      if (left <= 0) return i;
    }
    return MAX_MILLIS;
  }

  /** Lets the calls in flight end. */
  @Override
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) thread.join();
  }
}
