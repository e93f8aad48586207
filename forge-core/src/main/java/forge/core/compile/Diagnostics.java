// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.make.Finding;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Findings as text, the way javac prints them. */
public final class Diagnostics {
  private static final Pattern PLACE = Pattern.compile("(.+:\\d+):(\\d{1,9})", Pattern.DOTALL);

  private Diagnostics() {}

  /**
   * The findings one below the other: place, kind and message, then the source line with a caret
   * below the column, then the rest of the message; every line ends with a newline.
   */
  public static String text(List<Finding> findings) {
    StringBuilder out = new StringBuilder();
    findings.forEach(finding -> append(out, finding));
    return out.toString();
  }

  private static void append(StringBuilder out, Finding finding) {
    Matcher place = PLACE.matcher(finding.where());
    String where = place.matches() ? place.group(1) : finding.where();
    if (!where.isEmpty()) out.append(where).append(": ");
    out.append(finding.severity().name().toLowerCase(Locale.ROOT)).append(": ");
    List<String> message = finding.message().lines().toList();
    out.append(message.isEmpty() ? finding.rule() : message.get(0)).append('\n');
    if (!finding.lineText().isEmpty()) appendLine(out, finding.lineText(), place);
    message.stream().skip(1).forEach(line -> out.append(line).append('\n'));
  }

  private static void appendLine(StringBuilder out, String line, Matcher place) {
    out.append(line).append('\n');
    if (!place.matches()) return;
    int index = SourceText.indexOf(Integer.parseInt(place.group(2)), line);
    line.chars().limit(Math.max(0, index)).forEach(c -> out.append(c == '\t' ? '\t' : ' '));
    out.append("^\n");
  }
}
