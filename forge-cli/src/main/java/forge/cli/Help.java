// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.util.ArrayList;
import java.util.List;

/** How a verb is used, as text. */
final class Help {

  private static final int COLUMN = 30;

  private Help() {}

  /** All there is to know of a verb. */
  static String of(Verb verb) {
    StringBuilder text = new StringBuilder();
    text.append("Usage: ").append(verb.usage()).append("\n\n");
    text.append("  ").append(verb.summary()).append("\n\n");
    List<Option> options = new ArrayList<>(verb.options());
    options.addAll(Verbs.COMMON);
    for (Option option : options) text.append(line(option));
    if (!verb.about().isEmpty()) text.append('\n').append(verb.about());
    return text.toString();
  }

  private static String line(Option option) {
    String written = "  " + option.written();
    String gap =
        written.length() < COLUMN
            ? " ".repeat(COLUMN - written.length())
            : "\n" + " ".repeat(COLUMN);
    return written + gap + option.text() + "\n";
  }
}
