// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command answers with when it is more than a line: columns with their heads.
 *
 * @param heads the names of the columns
 * @param rows the cells, as many in each row as there are heads
 */
public record Table(List<String> heads, List<List<String>> rows) {

  /** Copies both. */
  public Table {
    heads = List.copyOf(heads);
    rows = List.copyOf(rows);
  }

  /** An empty one with these columns. */
  static Builder of(String... heads) {
    return new Builder(List.of(heads));
  }

  /** Collects rows. */
  static final class Builder {
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    private Builder(List<String> heads) {
      this.heads = heads;
    }

    Builder row(Object... cells) {
      List<String> row = new ArrayList<>();
      for (Object cell : cells) row.add(String.valueOf(cell).replaceAll("\\s+", " "));
      rows.add(row);
      return this;
    }

    Table table() {
      return new Table(heads, rows);
    }
  }

  /** As text: columns as wide as they must be, the last one as long as it is. */
  public String text() {
    if (rows.isEmpty()) return "nothing";
    List<List<String>> lines = new ArrayList<>(rows);
    lines.add(0, heads);
    int[] widths = new int[heads.size()];
    for (List<String> line : lines)
      for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], line.get(i).length());
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < widths.length; i++)
        out.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      text.append(out.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
