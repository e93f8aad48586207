// SPDX-License-Identifier: Apache-2.0
package forge.it;

import forge.testkit.KeptConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Callers of one skill that never pause, each on a connection of its own, and what went wrong for
 * them: a call that gave no value, or an older generation after a newer one.
 */
final class Hammer implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int MAX_FAULTS = 20;

  private final String address;
  private final String path;
  private final ToLongFunction<Caller.Reply> generation;
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * Begins to call.
   *
   * @param generation reads from an answer which generation gave it
   */
  Hammer(String address, String skill, ToLongFunction<Caller.Reply> generation) {
    this.address = address;
    this.path = "/api/v1/skills/" + skill;
    this.generation = generation;
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::hammer, "hammer-" + i);
      thread.start();
      threads.add(thread);
    }
  }

  private void hammer() {
    try (KeptConnection connection = new KeptConnection(address)) {
      while (!stopped) call(connection);
    } catch (IOException | RuntimeException e) {
      fault("no answer: " + e);
    }
  }

  /** What anybody has seen before a call begins is the least that it may answer. */
  private void call(KeptConnection connection) throws IOException {
    long least = newest.get();
    Caller.Reply reply = new Caller.Reply(connection.post(path, "{}"));
    calls.incrementAndGet();
    if (reply.status() != 200) {
      fault("failed: " + reply);
      return;
    }
    long answered = generation.applyAsLong(reply);
    if (answered < least) fault(answered + " answered after " + least);
    newest.accumulateAndGet(answered, Math::max);
  }

  private void fault(String what) {
    if (faults.size() < MAX_FAULTS) faults.add(what);
  }

  /** Calls that have ended. */
  long calls() {
    return calls.get();
  }

  /** The newest generation that has answered. */
  long newest() {
    return newest.get();
  }

  /** What went wrong so far. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Lets the calls in flight end. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
