// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

import forge.live.LiveSkill.Traffic;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the calls of one skill, and how long they took.
 *
 * <p>Latencies fall into buckets whose bounds grow by the square root of two from 8 µs to over a
 * minute, so a quantile is at most 42 % too high, in 400 bytes.
 */
public final class Meter {

  private static final int BUCKETS = 48;
  private static final double FIRST_MICROS = 8;

  private final LongAdder failures = new LongAdder();
  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

  /** One call has ended. */
  public void count(long nanos, boolean ok) {
    buckets.incrementAndGet(bucket(nanos / 1_000));
    if (!ok) failures.increment();
  }

  private static int bucket(long micros) {
    if (micros <= FIRST_MICROS) return 0;
    int index = (int) Math.ceil(2 * Math.log(micros / FIRST_MICROS) / Math.log(2));
    return Math.min(index, BUCKETS - 1);
  }

  private static long upperMicros(int bucket) {
    return Math.round(FIRST_MICROS * Math.pow(2, bucket / 2.0));
  }

  /** What was counted so far. */
  public Traffic traffic() {
    long[] counts = new long[BUCKETS];
    long calls = 0;
    for (int i = 0; i < BUCKETS; i++) calls += counts[i] = buckets.get(i);
    return new Traffic(
        calls,
        failures.sum(),
        quantile(counts, calls, 0.5),
        quantile(counts, calls, 0.9),
        quantile(counts, calls, 0.99));
  }

  private static long quantile(long[] counts, long calls, double share) {
    long left = (long) Math.ceil(calls * share);
    if (left == 0) return 0;
    for (int i = 0; i < BUCKETS; i++) {
      left -= counts[i];
      if (left <= 0) return upperMicros(i);
    }
    return upperMicros(BUCKETS - 1);
  }
}
