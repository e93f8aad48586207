// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

import forge.api.Failure;
import forge.core.data.Histogram;
import forge.live.LiveSkill.Traffic;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts the calls of one skill, how long they took, and why they failed. */
public final class Meter {

  private static final int KINDS = Failure.values().length;

  private final Histogram latencies = new Histogram();
  private final AtomicLongArray failures = new AtomicLongArray(KINDS);

  /** One call has ended. */
  public void count(long nanos, Optional<Failure> failure) {
    latencies.count(nanos);
    failure.ifPresent(kind -> failures.incrementAndGet(kind.ordinal()));
  }

  /** How many calls have ended. */
  public long calls() {
    return latencies.total();
  }

  /** What was counted so far. */
  public Counts counts() {
    long[] kinds = new long[KINDS];
    for (int i = 0; i < KINDS; i++) kinds[i] = failures.get(i);
    return new Counts(latencies.counts(), kinds);
  }

  /** The same in short. */
  public Traffic traffic() {
    Counts counts = counts();
    Histogram.Counts latencies = counts.latencies();
    long failed = 0;
    for (long kind : counts.failures()) failed += kind;
    return new Traffic(
        latencies.total(),
        failed,
        latencies.quantileMicros(0.5),
        latencies.quantileMicros(0.9),
        latencies.quantileMicros(0.99));
  }

  /**
   * What was counted by some moment.
   *
   * @param latencies how long the calls took
   * @param failures how many failed, by the place of the kind in {@link Failure}
   */
  public record Counts(Histogram.Counts latencies, long[] failures) {
    /** Nothing yet. */
    public static final Counts NONE = new Counts(Histogram.Counts.NONE, new long[KINDS]);

    /** These and those. */
    public Counts plus(Counts more) {
      return new Counts(latencies.plus(more.latencies), added(more, 1));
    }

    /** These without those, which were counted earlier. */
    public Counts minus(Counts earlier) {
      return new Counts(latencies.minus(earlier.latencies), added(earlier, -1));
    }

    private long[] added(Counts other, int sign) {
      long[] all = failures.clone();
      for (int i = 0; i < KINDS; i++) all[i] += sign * other.failures[i];
      return all;
    }
  }
}
