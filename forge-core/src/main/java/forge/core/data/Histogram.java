// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import forge.live.Metrics.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long things took: how many of them fell into which bucket. The bounds grow by the square root
 * of two from 8 µs to over a minute, in 400 bytes.
 */
public final class Histogram {

  private static final int BUCKETS = 48;
  private static final double FIRST_MICROS = 8;

  /** Of so many buckets one bound is shown outside: a factor of four. */
  private static final int SHOWN = 4;

  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
  private final LongAdder micros = new LongAdder();

  /** One more took that long. */
  public void count(long nanos) {
    buckets.incrementAndGet(bucket(nanos / 1_000));
    micros.add(nanos / 1_000);
  }

  private static int bucket(long micros) {
    if (micros <= FIRST_MICROS) return 0;
    int index = (int) Math.ceil(2 * Math.log(micros / FIRST_MICROS) / Math.log(2));
    return Math.min(index, BUCKETS - 1);
  }

  private static double upperMicros(int bucket) {
    return FIRST_MICROS * Math.pow(2, bucket / 2.0);
  }

  /** How many there were. */
  public long total() {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) total += buckets.get(i);
    return total;
  }

  /** What was counted so far. */
  public Counts counts() {
    long[] counts = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) counts[i] = buckets.get(i);
    return new Counts(counts, micros.sum());
  }

  /**
   * What was counted by some moment.
   *
   * @param buckets how many fell into each
   * @param micros how long all of them took
   */
  public record Counts(long[] buckets, long micros) {
    /** Nothing yet. */
    public static final Counts NONE = new Counts(new long[BUCKETS], 0);

    /** These and those. */
    public Counts plus(Counts more) {
      return with(more, 1);
    }

    /** These without those, which were counted earlier. */
    public Counts minus(Counts earlier) {
      return with(earlier, -1);
    }

    private Counts with(Counts other, int sign) {
      long[] all = buckets.clone();
      for (int i = 0; i < BUCKETS; i++) all[i] += sign * other.buckets[i];
      return new Counts(all, micros + sign * other.micros);
    }

    /** How many there are. */
    public long total() {
      long total = 0;
      for (long count : buckets) total += count;
      return total;
    }

    /** At most so long took this share of them, microseconds; at most 42 % too high. */
    public long quantileMicros(double share) {
      long left = (long) Math.ceil(total() * share);
      if (left == 0) return 0;
      for (int i = 0; i < BUCKETS; i++) {
        left -= buckets[i];
        if (left <= 0) return Math.round(upperMicros(i));
      }
      return Math.round(upperMicros(BUCKETS - 1));
    }

    /** As a histogram with these labels. */
    public List<Sample> samples(List<Map.Entry<String, String>> labels) {
      List<Sample> samples = new ArrayList<>();
      long below = 0;
      for (int i = 0; i < BUCKETS; i++) {
        below += buckets[i];
        if (i % SHOWN == 0 && i < BUCKETS - 1)
          samples.add(
              bucket(labels, String.format(Locale.ROOT, "%.6f", upperMicros(i) / 1e6), below));
      }
      samples.add(bucket(labels, "+Inf", below));
      samples.add(new Sample("_sum", labels, micros / 1e6));
      samples.add(new Sample("_count", labels, below));
      return samples;
    }

    private static Sample bucket(List<Map.Entry<String, String>> labels, String bound, long count) {
      List<Map.Entry<String, String>> all = new ArrayList<>(labels);
      all.add(Map.entry("le", bound));
      return new Sample("_bucket", all, count);
    }
  }
}
