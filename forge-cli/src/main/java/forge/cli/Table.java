// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, as wide as their text needs or as a terminal allows. */
final class Table {

  private static final int LEAST = 8;
  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();
  private String right = "";

  Table(String... headings) {
    this.headings = new ArrayList<>(List.of(headings));
  }

  /** Sets these columns, by heading, against their right edge: numbers. */
  Table numbers(String... columns) {
    right = " " + String.join(" ", columns) + " ";
    return this;
  }

  /** Adds a row with a cell for each heading. */
  Table row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) row.add(Cells.line(cell));
    rows.add(row);
    return this;
  }

  /** Leaves a column out, by heading, when no row has anything but that in it. */
  Table without(String common, String column) {
    int at = headings.indexOf(column);
    if (!rows.stream().allMatch(row -> row.get(at).equals(common))) return this;
    headings.remove(at);
    rows.forEach(row -> row.remove(at));
    return this;
  }

  /**
   * Writes it.
   *
   * @param most how many cells a line may have; 0: as many as it needs
   */
  void print(Screen screen, int most) {
    int[] widths = widths();
    if (most > 0) fit(widths, most);
    screen.say(screen.bold(line(headings, widths)));
    for (List<String> row : rows) screen.say(line(row, widths));
  }

  private int[] widths() {
    int[] widths = new int[headings.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Cells.width(headings.get(i));
      for (List<String> row : rows) widths[i] = Math.max(widths[i], Cells.width(row.get(i)));
    }
    return widths;
  }

  /** Takes what is too much from the widest columns. */
  private static void fit(int[] widths, int most) {
    int total = GAP.length() * (widths.length - 1);
    for (int width : widths) total += width;
    while (total > most) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) if (widths[i] >= widths[widest]) widest = i;
      if (widths[widest] <= LEAST) return;
      widths[widest]--;
      total--;
    }
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = Cells.clip(cells.get(i), widths[i]);
      String blanks = " ".repeat(widths[i] - Cells.width(cell));
      boolean isNumber = right.contains(" " + headings.get(i) + " ");
      line.append(i == 0 ? "" : GAP).append(isNumber ? blanks + cell : cell + blanks);
    }
    return line.toString().stripTrailing();
  }
}
