// SPDX-License-Identifier: Apache-2.0
package forge.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Callers of one skill that never pause, and what went wrong for them: a call that gave no value,
 * or an older generation after a newer one.
 */
final class Hammer implements AutoCloseable {

  private static final int THREADS = 4;
  private static final int MAX_FAULTS = 20;

  private final Caller caller;
  private final String skill;
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
  Hammer(Caller caller, String skill, ToLongFunction<Caller.Reply> generation) {
    this.caller = caller;
    this.skill = skill;
    this.generation = generation;
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::hammer, "hammer-" + i);
      thread.start();
      threads.add(thread);
    }
  }

  private void hammer() {
    long last = Long.MIN_VALUE;
    while (!stopped) {
      // What was seen by anybody before this call began is the least that it may answer.
      long least = Math.max(last, newest.get());
      try {
        Caller.Reply reply = caller.call(skill);
        calls.incrementAndGet();
        if (reply.status() != 200) {
          fault("failed: " + reply);
          continue;
        }
        last = generation.applyAsLong(reply);
        if (last < least) fault(last + " answered after " + least);
        newest.accumulateAndGet(last, Math::max);
      } catch (RuntimeException e) {
        fault("no answer: " + e);
      }
    }
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
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) thread.join();
  }
}
