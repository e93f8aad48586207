// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.ForgeReport;
import forge.make.Finding;
import forge.make.Severity;
import forge.make.Stage;
import java.util.List;

/**
 * A refusal in words: what was wrong first and what to do next, or as a compiler would print it.
 */
final class RefusalText {

  private RefusalText() {}

  /** One sentence for what was wrong, one for what to do. */
  static String message(ForgeReport report) {
    Stage stage = report.refusedAt().orElse(Stage.SPEC);
    return reason(report) + ". Nothing has changed: " + next(stage);
  }

  /** The first error, where it is, and how many more there are. */
  static String reason(ForgeReport report) {
    List<Finding> errors =
        report.findings().stream().filter(each -> each.severity() == Severity.ERROR).toList();
    if (errors.isEmpty()) return "Refused without a finding";
    Finding first = errors.get(0);
    String text = first.message().lines().findFirst().orElse("").strip();
    text = text.replaceFirst("[.;:,]+$", "");
    String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more, see findings)";
    return prefix(Place.of(first.where()).line()) + text + more;
  }

  private static String prefix(String where) {
    return where.isEmpty() ? "" : where + ": ";
  }

  private static String next(Stage stage) {
    return switch (stage) {
      case SPEC, SOURCE -> "correct the spec and create it again.";
      case CLASSES -> "correct the code and create it again.";
      case BUNDLE -> "it compiles, but breaks a rule; change the code and create it again.";
      case STORE -> "the skills in service go on.";
      case SERVICE ->
          "it compiles, but failed its trial; correct code or examples and create it again.";
    };
  }

  /** The findings as {@code javac} prints diagnostics. */
  static String compilerText(List<Finding> findings) {
    StringBuilder out = new StringBuilder();
    findings.forEach(finding -> print(finding, out));
    count(findings, Severity.ERROR, "error", out);
    count(findings, Severity.WARNING, "warning", out);
    return out.toString();
  }

  private static void print(Finding finding, StringBuilder out) {
    Place place = Place.of(finding.where());
    List<String> message = finding.message().lines().toList();
    String severity = finding.severity() == Severity.ERROR ? "error: " : "warning: ";
    out.append(prefix(place.line())).append(severity);
    out.append(message.isEmpty() ? "" : message.get(0)).append('\n');
    if (!finding.lineText().isEmpty()) {
      out.append(finding.lineText()).append('\n');
      out.append(place.indent(finding.lineText())).append("^\n");
    }
    message.stream().skip(1).forEach(line -> out.append(line).append('\n'));
  }

  private static void count(
      List<Finding> findings, Severity severity, String word, StringBuilder out) {
    long count = findings.stream().filter(each -> each.severity() == severity).count();
    if (count > 0) out.append(count).append(' ').append(word).append(count == 1 ? "\n" : "s\n");
  }

  /**
   * Where a finding is.
   *
   * @param line {@code File.java:line}, or the place as it was given when it is no such
   * @param column from 1; 0: unknown
   */
  private record Place(String line, int column) {

    static Place of(String where) {
      int colon = where.lastIndexOf(':');
      int column = colon < 0 ? 0 : digits(where.substring(colon + 1));
      boolean hasBoth = column > 0 && where.lastIndexOf(':', colon - 1) >= 0;
      return hasBoth ? new Place(where.substring(0, colon), column) : new Place(where, 0);
    }

    private static int digits(String text) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    /** What stands before the column, with all but tabs made blank. */
    String indent(String lineText) {
      StringBuilder indent = new StringBuilder();
      for (int i = 0; i < Math.min(column - 1, lineText.length()); i++)
        indent.append(lineText.charAt(i) == '\t' ? '\t' : ' ');
      return indent.toString();
    }
  }
}
