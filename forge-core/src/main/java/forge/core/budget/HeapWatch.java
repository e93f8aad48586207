// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import forge.guard.SkillKill.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.LongSupplier;

/**
 * What all calls together may keep of the heap. When more than so much of it is in use after a
 * collection, the call that has allocated most is ended, and none begins until there is room.
 */
final class HeapWatch {

  private static final double FULL = 0.85;

  /** Calls that have allocated less than this, all together, are not what fills it. */
  private static final double BLAMED = 0.15;

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long PAUSE_WHEN_FULL = Duration.ofMillis(100).toNanos();

  private final long most;
  private final LongSupplier used;
  private final Runnable collect;
  private volatile boolean full;
  private long collected = System.nanoTime() - PAUSE_NANOS;

  HeapWatch(long most, LongSupplier used, Runnable collect) {
    this.most = most;
    this.used = used;
    this.collect = collect;
  }

  /** Of this JVM. */
  static HeapWatch ofThis() {
    Runtime runtime = Runtime.getRuntime();
    return new HeapWatch(
        runtime.maxMemory(), () -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
  }

  /** Where the heap is nobody's but the calls'. */
  static HeapWatch ofNone() {
    return new HeapWatch(Long.MAX_VALUE, () -> 0, () -> {});
  }

  /** Whether no call may begin. */
  boolean isFull() {
    return full;
  }

  /** A look, by the one thread that watches. */
  void look(Collection<Call<?>> running) {
    if (!isBeyond()) full = false;
    else if (isTime() && (full || areToBlame(running))) {
      // Garbage is no shortage; only what is left counts.
      collected = System.nanoTime();
      collect.run();
      full = isBeyond();
      if (full) endLargest(running);
    }
  }

  private boolean isBeyond() {
    return used.getAsLong() > most * FULL;
  }

  private boolean isTime() {
    return System.nanoTime() - collected > (full ? PAUSE_WHEN_FULL : PAUSE_NANOS);
  }

  private boolean areToBlame(Collection<Call<?>> running) {
    return running.stream().mapToLong(Call::allocated).sum() > most * BLAMED;
  }

  private static void endLargest(Collection<Call<?>> running) {
    running.stream()
        .filter(Call::isHeldToMemory)
        .max(Comparator.comparingLong(Call::allocated))
        .ifPresent(
            call ->
                call.kill(
                    Reason.OVER_BUDGET,
                    "the gateway has run short of memory, and of all calls this one had allocated"
                        + " most ("
                        + (call.allocated() >> 20)
                        + " MB)"));
  }
}
