// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.api.Failure;
import forge.api.SkillResult;

/** There is no worker for a skill. */
final class NoWorker extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean skillsFault;

  NoWorker(boolean skillsFault, String message) {
    super(message, null, false, false);
    this.skillsFault = skillsFault;
  }

  boolean isSkillsFault() {
    return skillsFault;
  }

  SkillResult result() {
    return SkillResult.failed(
        Failure.SKILL_BROKEN, skillsFault ? "the skill is broken: " + getMessage() : getMessage());
  }
}
