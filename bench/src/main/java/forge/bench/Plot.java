// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.List;
import java.util.Locale;

/** Bars, one below the other, on one scale: an SVG that takes its colours from the page. */
final class Plot {

  private static final int WIDTH = 620;
  private static final int NAMES = 288;
  private static final int VALUES = 76;
  private static final int ROW = 22;
  private static final int TOP = 8;
  private static final int BOTTOM = 26;
  private static final int WRAP = 41;
  private static final int TICKS = 4;
  private static final int LOG_FROM = 25;

  private final List<Row> rows;
  private final double most;
  private final double least;
  private final StringBuilder svg = new StringBuilder();

  /**
   * One bar.
   *
   * @param java which Java it is of; empty when there is only one
   */
  record Row(Figure figure, String java) {}

  private Plot(List<Row> rows) {
    this.rows = rows;
    this.most = nice(rows.stream().mapToDouble(Plot::reach).max().orElse(1));
    double small =
        rows.stream().mapToDouble(row -> row.figure.head()).filter(v -> v > 0).min().orElse(1);
    // Where one bar would hide the others, each step of the scale is ten times the last.
    this.least = most / small > LOG_FROM ? Math.pow(10, Math.floor(Math.log10(small))) : 0;
  }

  /** The plot of these rows, with its title. */
  static String svg(String title, List<Row> rows) {
    String unit = rows.get(0).figure.unit();
    Plot plot = new Plot(rows);
    String scale = unit + (plot.least > 0 ? ", logarithmic" : "");
    return "<figure><h3>%s <small>%s</small></h3>\n%s</figure>\n"
        .formatted(Page.text(title), Page.text(scale), plot.draw());
  }

  private static double reach(Row row) {
    Figure figure = row.figure;
    double p99 = figure.values().getOrDefault("p99", figure.head());
    return Math.max(Math.max(p99, figure.head()), figure.target().orElse(0.0));
  }

  /** The next round number. */
  private static double nice(double value) {
    if (value <= 0) return 1;
    double ten = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10})
      if (value <= step * ten) return step * ten;
    return 10 * ten;
  }

  private double x(double value) {
    double room = WIDTH - NAMES - VALUES;
    if (least == 0) return NAMES + room * value / most;
    double share = Math.log(Math.max(value, least) / least) / Math.log(most / least);
    return NAMES + room * share;
  }

  private String draw() {
    int height = TOP + rows.size() * ROW + BOTTOM;
    add("<svg viewBox=\"0 0 %d %d\" role=\"img\">", WIDTH, height);
    scale(height - BOTTOM);
    String last = "";
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), TOP + i * ROW, rows.get(i).figure.what().equals(last));
      last = rows.get(i).figure.what();
    }
    add("</svg>");
    return svg.toString();
  }

  private void scale(int bottom) {
    double value = least;
    for (int i = 0; i <= TICKS || least > 0; i++) {
      value = least > 0 ? least * Math.pow(10, i) : most * i / TICKS;
      if (value > most * 1.001) break;
      add("<line class=\"grid\" x1=\"%.1f\" x2=\"%1$.1f\" y1=\"4\" y2=\"%d\"/>", x(value), bottom);
      add(
          "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(value), bottom + 17, Figure.number(Quantiles.rounded(value)));
    }
  }

  private void row(Row row, int y, boolean again) {
    Figure figure = row.figure;
    double end = x(figure.head());
    int middle = y + ROW / 2;
    name(row, middle, again);
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
        figure.peer() ? "peer" : "forge", NAMES, y + 4, Math.max(end - NAMES, 1.5), ROW - 8);
    Double p99 = figure.values().get("p99");
    if (p99 != null) whisker(end, x(p99), middle);
    figure.target().ifPresent(target -> target(x(target), y));
    double right = Math.max(end, Math.max(x(reach(row)), NAMES));
    String mark = figure.asked().isEmpty() ? "" : figure.isMet() ? " ✓" : " ✗";
    String tone = mark.isEmpty() ? "" : figure.isMet() ? "met" : "missed";
    add(
        "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s%s</text>",
        tone, right + 7, middle + 4, Figure.number(figure.head()), mark);
  }

  private void name(Row row, int middle, boolean again) {
    String what = row.figure.what();
    String java = row.java.isEmpty() ? "" : row.java.replace("JDK ", "");
    int room = NAMES - 10 - (java.isEmpty() ? 0 : 22);
    if (!again) {
      int most = java.isEmpty() ? WRAP : WRAP - 3;
      String shown = what.length() > most ? what.substring(0, most - 1) + "…" : what;
      add(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s<title>%s</title></text>",
          room, middle + 4, Page.text(shown), Page.text(what));
    }
    if (!java.isEmpty())
      add(
          "<text class=\"soft\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
          NAMES - 8, middle + 4, java);
  }

  private void whisker(double from, double to, int y) {
    add("<path class=\"whisker\" d=\"M%.1f %d H%.1f M%3$.1f %d v8\"/>", from, y, to, y - 4);
  }

  private void target(double x, int y) {
    add("<line class=\"target\" x1=\"%.1f\" x2=\"%1$.1f\" y1=\"%d\" y2=\"%d\"/>", x, y, y + ROW);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
