// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.List;

/** An order was refused at a stage. The one expected failure of the line; caught once, there. */
public final class Rejected extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Stage stage;
  private final transient List<Finding> findings;

  /** Refused at a stage because of these findings, at least one. */
  public Rejected(Stage stage, List<Finding> findings) {
    super(findings.isEmpty() ? stage.name() : findings.get(0).message(), null, false, false);
    this.stage = stage;
    this.findings = List.copyOf(findings);
  }

  /** Refused because of one thing. */
  public static Rejected because(Stage stage, String rule, String where, String message) {
    return new Rejected(stage, List.of(Finding.error(stage, rule, where, message)));
  }

  /** Where on the line. */
  public Stage stage() {
    return stage;
  }

  /** Why. */
  public List<Finding> findings() {
    return findings == null ? List.of() : findings;
  }
}
