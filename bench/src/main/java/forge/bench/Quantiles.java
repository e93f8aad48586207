// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Durations of one kind, sorted. */
final class Quantiles {

  private static final double NANOS_PER_MILLI = 1e6;

  private final long[] sorted;

  /** Of these durations, nanoseconds; at least one. */
  Quantiles(List<Long> nanos) {
    if (nanos.isEmpty()) throw new IllegalArgumentException("nothing was measured");
    sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
  }

  /** How many there are. */
  int count() {
    return sorted.length;
  }

  /** The smallest duration that this share of all does not exceed, milliseconds (nearest rank). */
  double millis(double share) {
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / NANOS_PER_MILLI;
  }

  /** {@code p50 9.1 ms, p99 20.3 ms}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", millis(0.5), millis(0.99));
  }

  /** For a results file. */
  Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("count", (long) count());
    plain.put("min_ms", rounded(sorted[0] / NANOS_PER_MILLI));
    plain.put("p50_ms", rounded(millis(0.5)));
    plain.put("p90_ms", rounded(millis(0.9)));
    plain.put("p99_ms", rounded(millis(0.99)));
    plain.put("max_ms", rounded(millis(1)));
    return plain;
  }

  private static double rounded(double millis) {
    return Math.round(millis * 100) / 100.0;
  }
}
