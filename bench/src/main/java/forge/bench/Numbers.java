// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A result as a table, with where and how it was measured. */
final class Numbers {

  private static final List<String> COLUMNS = List.of("p50", "p90", "p99", "max", "count");

  private Numbers() {}

  /** The HTML of one result. */
  static String html(Result result) {
    StringBuilder html = new StringBuilder("<p class=\"about\">" + about(result) + "</p>\n");
    html.append("<div class=\"wide\"><table>\n<tr><th></th><th>figure</th>");
    for (String column : COLUMNS) html.append("<th class=\"number\">" + column + "</th>");
    html.append("<th>unit</th><th>target</th></tr>\n");
    result.figures().forEach(figure -> html.append(row(figure)));
    return html.append("</table></div>\n").toString();
  }

  private static String about(Result result) {
    Map<?, ?> machine = result.machine();
    String settings =
        result.settings().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return Page.text(
        "%s · Forge %s · %s · %s, %s cores, %s GB · %s, %s · load before %s · %s"
            .formatted(
                result.date(),
                machine.get("product"),
                machine.get("java"),
                machine.get("cpu"),
                machine.get("processors"),
                machine.get("memory_gb"),
                machine.get("system"),
                machine.get("kernel"),
                machine.containsKey("load_before") ? machine.get("load_before") : "unknown",
                settings));
  }

  private static String row(Figure figure) {
    StringBuilder row = new StringBuilder();
    row.append("<tr><td>" + Page.text(figure.plot()) + "</td>");
    row.append("<td>" + Page.text(figure.what()) + "</td>");
    for (String column : COLUMNS) {
      Double value = figure.values().get(column);
      if (column.equals("p50")) value = figure.head();
      String number = value == null ? "" : Figure.number(value);
      row.append("<td class=\"number\">" + number + "</td>");
    }
    row.append("<td>" + Page.text(figure.unit()) + "</td>");
    String met = figure.isMet() ? " ✓" : " ✗";
    row.append("<td>" + (figure.asked().isEmpty() ? "" : Page.text(figure.asked()) + met));
    return row.append("</td></tr>\n").toString();
  }
}
