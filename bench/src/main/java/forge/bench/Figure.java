// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that was measured, with its unit, and what is asked of it.
 *
 * @param plot what it is drawn in: the figures of one plot have one unit and one scale
 * @param what its name there
 * @param unit of its values; empty for a ratio or a count
 * @param peer whether it is not of this product, but of what stands beside it
 * @param values {@code p50}, {@code p99} and so on by name, or one {@code value}
 * @param bounds {@code at_most} or {@code at_least} for its first value; empty: nothing is asked
 */
public record Figure(
    String plot,
    String what,
    String unit,
    boolean peer,
    Map<String, Double> values,
    Map<String, Double> bounds) {

  /** The name of the only value of a figure that has no quantiles. */
  static final String VALUE = "value";

  private static final String AT_MOST = "at_most";
  private static final String AT_LEAST = "at_least";

  /** Copies; there must be a {@code value} or a {@code p50}. */
  public Figure {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    bounds = Map.copyOf(bounds);
    if (!values.containsKey(VALUE) && !values.containsKey("p50"))
      throw new IllegalArgumentException(what + " has neither a value nor a p50");
  }

  /** One number. */
  public static Figure of(String plot, String what, String unit, double value) {
    return new Figure(plot, what, unit, false, Map.of(VALUE, Quantiles.rounded(value)), Map.of());
  }

  /** Durations, in milliseconds. */
  public static Figure of(String plot, String what, Quantiles quantiles) {
    return new Figure(plot, what, "ms", false, quantiles.plain(), Map.of());
  }

  /** The same, in another place. */
  Figure in(String plot, String what) {
    return new Figure(plot, what, unit, peer, values, bounds);
  }

  /** The same, of what stands beside the product. */
  public Figure ofPeer() {
    return new Figure(plot, what, unit, true, values, bounds);
  }

  /** The same, with a target from above for its value or its p50. */
  public Figure atMost(double most) {
    return new Figure(plot, what, unit, peer, values, Map.of(AT_MOST, most));
  }

  /** The same, with a target from below for its value or its p50. */
  public Figure atLeast(double least) {
    return new Figure(plot, what, unit, peer, values, Map.of(AT_LEAST, least));
  }

  /** Its value, or its p50. */
  public double head() {
    return values.getOrDefault(VALUE, values.getOrDefault("p50", 0.0));
  }

  /** Its target, when it has one. */
  Optional<Double> target() {
    return bounds.values().stream().findFirst();
  }

  /** {@code ≤ 3}, or nothing. */
  String asked() {
    String sign = bounds.containsKey(AT_MOST) ? "≤ " : "≥ ";
    return target().map(value -> sign + number(value)).orElse("");
  }

  /** Whether what is asked of it holds; when nothing is, it does. */
  public boolean isMet() {
    return head() <= bounds.getOrDefault(AT_MOST, Double.MAX_VALUE)
        && head() >= bounds.getOrDefault(AT_LEAST, -Double.MAX_VALUE);
  }

  /** Three digits that count, no more than are there. */
  static String number(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) || size >= 100)
      return String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', '\u202f');
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3g", value);
  }

  /** For a results file. */
  Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("plot", plot);
    plain.put("what", what);
    plain.put("unit", unit);
    if (peer) plain.put("peer", true);
    values.forEach((key, value) -> plain.put(key, shortest(value)));
    bounds.forEach((key, value) -> plain.put(key, shortest(value)));
    return plain;
  }

  private static Number shortest(double value) {
    if (value == Math.rint(value)) return (long) value;
    return value;
  }

  /** From a results file. */
  static Figure read(Map<?, ?> plain) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Double> bounds = new LinkedHashMap<>();
    plain.forEach(
        (key, value) -> {
          if (!(value instanceof Number number)) return;
          boolean bound = List.of(AT_MOST, AT_LEAST).contains(key);
          (bound ? bounds : values).put((String) key, number.doubleValue());
        });
    return new Figure(
        text(plain, "plot"),
        text(plain, "what"),
        text(plain, "unit"),
        Boolean.TRUE.equals(plain.get("peer")),
        values,
        bounds);
  }

  private static String text(Map<?, ?> plain, String key) {
    if (plain.get(key) instanceof String text) return text;
    throw new IllegalArgumentException("a figure needs the text '" + key + "': " + plain);
  }
}
