// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.api.Failure;
import forge.api.SkillResult;

/** There is no worker for a skill. */
final class NoWorker extends Exception {
  private static final long serialVersionUID = 1;

  /** The rule when it is the gateway that has none. */
  static final String NONE = "worker.none";

  private final String rule;

  /** Which rule says so, and why. */
  NoWorker(String rule, String message) {
    super(message, null, false, false);
    this.rule = rule;
  }

  boolean isSkillsFault() {
    return !rule.equals(NONE);
  }

  String rule() {
    return rule;
  }

  SkillResult result() {
    return SkillResult.failed(
        Failure.SKILL_BROKEN,
        isSkillsFault() ? "the skill is broken: " + getMessage() : getMessage());
  }
}
