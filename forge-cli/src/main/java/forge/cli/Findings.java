// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;
import java.util.List;

/** Findings, as a compiler shows them: the place, the line, and a mark under it. */
final class Findings {

  private static final int SHOWN = 200; // so much of a longer line the gateway sends
  private static final String CUT = "…";

  private final Screen screen;

  Findings(Screen screen) {
    this.screen = screen;
  }

  /** Shows them, and counts them at the end. */
  void show(List<JsonObject> findings) {
    int errors = 0;
    for (JsonObject finding : findings) {
      show(finding);
      if (isError(finding)) errors++;
    }
    count(errors, "error");
    count(findings.size() - errors, "warning");
  }

  private static boolean isError(JsonObject finding) {
    return Json.text(finding, "severity").equals("ERROR");
  }

  private void count(int count, String word) {
    if (count > 0) screen.complain(count + " " + word + (count == 1 ? "" : "s"));
  }

  private void show(JsonObject finding) {
    String where = Cells.line(Json.text(finding, "where"));
    int column = column(where);
    String place = column > 0 ? where.substring(0, where.lastIndexOf(':')) : where;
    List<String> message = Cells.lines(Json.text(finding, "message")).lines().toList();
    boolean isError = isError(finding);
    screen.complain(
        (place.isEmpty() ? "" : screen.loud("39", place + ":") + " ")
            + screen.loud(isError ? "31" : "33", isError ? "error:" : "warning:")
            + " "
            + (message.isEmpty() ? "" : message.get(0)));
    String line = Json.text(finding, "line_text");
    if (!line.isBlank()) showLine(line, column);
    for (int i = 1; i < message.size(); i++) screen.complain(message.get(i));
  }

  private void showLine(String line, int column) {
    screen.complain(Cells.untab(Cells.lines(line)));
    if (column < 1) return;
    boolean isCut = line.startsWith(CUT) && column - 1 > SHOWN / 2;
    int index = Math.min(isCut ? CUT.length() + SHOWN / 2 : column - 1, line.length());
    String before = Cells.untab(Cells.lines(line.substring(0, index)));
    screen.complain(" ".repeat(Cells.width(before)) + screen.loud("32", "^"));
  }

  /** The last part of {@code File.java:line:column}; 0: there is none. */
  private static int column(String where) {
    int colon = where.lastIndexOf(':');
    if (colon < 0 || where.lastIndexOf(':', colon - 1) < 0) return 0;
    try {
      return Integer.parseInt(where.substring(colon + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
