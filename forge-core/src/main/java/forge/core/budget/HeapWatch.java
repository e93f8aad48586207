// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import forge.guard.Guard;
import forge.guard.SkillKill.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What all calls together may keep of the heap. When more than so much of it is in use after a
 * collection, the call that has allocated most is ended, and the next until there is room; none
 * begins before. Meanwhile those that run are held at their polls, since the last bytes belong to
 * the threads that take requests in: what fails there for want of memory is lost to its client.
 */
final class HeapWatch {

  /** Of the heap, what is left for the gateway itself. */
  private static final double RESERVE = 0.15;

  /** What calls on two processors allocate before the watch gets to look. */
  private static final long LEAST_RESERVE = 64L << 20;

  /** More would leave too little for calls. */
  private static final double MOST_RESERVE = 0.3;

  /** Of the rest, what a collection of the JVM leaves when it may be calls that fill it. */
  private static final double TIGHT = 0.8;

  /** Calls that have allocated less than this, all together, are not what fills it. */
  private static final double BLAMED = 0.15;

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long a call that was told to end has for it while all others are held. */
  private static final long LAST_MILLIS = 100;

  /** What a look may need. */
  private static final int KEPT = 1 << 19;

  private final long most;
  private final long room;
  private final Heap heap;
  private volatile boolean full;
  private long collected = System.nanoTime() - PAUSE_NANOS;
  private long cost;
  private byte[] kept = new byte[KEPT];

  HeapWatch(long most, Heap heap) {
    this.most = most;
    room = most - (long) Math.min(most * MOST_RESERVE, Math.max(most * RESERVE, LEAST_RESERVE));
    this.heap = heap;
  }

  /** Of this JVM. */
  static HeapWatch ofThis() {
    return new HeapWatch(Runtime.getRuntime().maxMemory(), new JvmHeap());
  }

  /** Where the heap is nobody's but the calls'. */
  static HeapWatch ofNone() {
    return new HeapWatch(Long.MAX_VALUE, new JvmHeap());
  }

  /** Whether no call may begin. */
  boolean isFull() {
    return full;
  }

  /** There is no memory left, not even for the watch: calls are held, and it gets what it kept. */
  void hasNone() {
    Guard.hold();
    kept = null;
  }

  /**
   * Before that much is allocated at once, by a call.
   *
   * @return whether the watch should look now, and all calls wait for it
   */
  boolean isLast(long bytes) {
    return heap.used() + bytes > room + (most - room) / 2;
  }

  /** A look, by the one thread that watches. */
  void look(Collection<Call<?>> running) {
    long used = heap.used();
    boolean asked = Guard.isHeld();
    if (used <= room) {
      full = false;
      if (kept == null) kept = new byte[KEPT];
    }
    if (asked || full || used > room * TIGHT && areToBlame(running)) look(used, asked, running);
  }

  private void look(long used, boolean asked, Collection<Call<?>> running) {
    boolean tight = heap.left() > room * TIGHT;
    if (tight) running.forEach(Call::attend); // in time: to be held they must look
    if (used > room && (asked || full || tight || isTime())) decide(List.copyOf(running));
    else if (asked) Guard.release();
  }

  /** Garbage is no shortage, so that a collection tells; but it costs. */
  private boolean isTime() {
    return System.nanoTime() - collected > PAUSE_NANOS;
  }

  private boolean areToBlame(Collection<Call<?>> running) {
    return running.stream().mapToLong(Call::allocated).sum() > most * BLAMED;
  }

  /** All calls are held meanwhile: what little is left is for what the gateway itself does. */
  private void decide(List<Call<?>> running) {
    Guard.hold();
    running.forEach(Call::attend);
    try {
      rest();
      boolean blamed = full || areToBlame(running);
      do full = collect() > room && blamed;
      while (full && endLargest(running));
    } finally {
      Guard.release();
    }
  }

  /** So that no more than a quarter of the time goes into collecting. */
  private void rest() {
    long due = collected + 3 * cost;
    while (due - System.nanoTime() > 0) LockSupport.parkNanos(this, due - System.nanoTime());
  }

  /** What is in use after it. */
  private long collect() {
    long begun = System.nanoTime();
    heap.collect();
    collected = System.nanoTime();
    cost = collected - begun;
    return heap.used();
  }

  /** Whether one was ended, and has let go of what it kept. */
  private static boolean endLargest(List<Call<?>> running) {
    Optional<Call<?>> largest =
        running.stream()
            .filter(Call::isHeldToMemory)
            .max(Comparator.comparingLong(Call::allocated));
    largest.ifPresent(HeapWatch::end);
    return largest.filter(call -> call.awaitOver(LAST_MILLIS)).isPresent();
  }

  private static void end(Call<?> call) {
    call.kill(
        Reason.OVER_BUDGET,
        "the gateway has run short of memory, and of all calls this one had allocated most ("
            + (call.allocated() >> 20)
            + " MB)");
  }
}
