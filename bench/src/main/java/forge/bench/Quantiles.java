// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Durations of one kind, sorted. */
public final class Quantiles {

  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  /** Of these durations, nanoseconds; at least one. */
  public Quantiles(List<Long> nanos) {
    if (nanos.isEmpty()) throw new IllegalArgumentException("nothing was measured");
    sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
  }

  /** How many there are. */
  public int count() {
    return sorted.length;
  }

  /** The smallest duration that this share of all does not exceed, milliseconds (nearest rank). */
  public double millis(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
  }

  /** {@code p50 9.1 ms, p99 20.3 ms}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", millis(0.5), millis(0.99));
  }

  /** For a results file: how many, and milliseconds. */
  Map<String, Double> plain() {
    Map<String, Double> plain = new LinkedHashMap<>();
    plain.put("p50", rounded(millis(0.5)));
    plain.put("p90", rounded(millis(0.9)));
    plain.put("p99", rounded(millis(0.99)));
    plain.put("max", rounded(millis(1)));
    plain.put("min", rounded(sorted[0] / NANOS_PER_MILLI));
    plain.put("count", (double) count());
    return plain;
  }

  /** To four digits that count. */
  static double rounded(double value) {
    if (value == 0 || !Double.isFinite(value)) return value;
    double scale = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
    return scale < 1 ? Math.rint(value) : Math.rint(value * scale) / scale;
  }
}
