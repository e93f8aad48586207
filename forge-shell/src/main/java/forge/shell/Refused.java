// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import forge.make.Finding;
import forge.make.Rejected;
import java.util.List;
import java.util.function.Supplier;

/** A command will not do it, and says why: no bug, so no stack trace. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  Refused(String message) {
    super(message, null, false, false);
  }

  /** Does it; what the forge refuses is refused here, with all that it found. */
  static <T> T refusing(Supplier<T> action) {
    try {
      return action.get();
    } catch (Rejected e) {
      throw new Refused(findings(e.findings()));
    }
  }

  static String findings(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(text.isEmpty() ? "" : "\n");
      if (!finding.where().isEmpty()) text.append(finding.where()).append(": ");
      text.append(finding.message());
      if (!finding.lineText().isBlank()) text.append("\n    ").append(finding.lineText().strip());
    }
    return text.toString();
  }
}
