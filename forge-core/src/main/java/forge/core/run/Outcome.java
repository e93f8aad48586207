// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.Failure;
import forge.api.SkillResult;
import forge.guard.SkillKill;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told of a call that has ended, and of one that was ended. */
final class Outcome {

  private static final Logger LOG = LoggerFactory.getLogger(Outcome.class);

  private Outcome() {}

  /** The result, or what came in its place; one of them is null. */
  static SkillResult of(SkillResult result, Throwable failure) {
    if (failure == null) return result;
    if (failure instanceof SkillKill kill) return killed(kill);
    LOG.error("A call failed beside its skill", failure);
    return Answering.broken("the call failed beside it; the log tells more");
  }

  /** What whoever waits is told. */
  static SkillResult killed(SkillKill kill) {
    return switch (kill.reason()) {
      case HALTED -> SkillRunner.HALTED;
      case TIMEOUT, LEFT -> SkillResult.failed(Failure.TIMEOUT, kill.getMessage());
      case OVER_BUDGET -> SkillResult.failed(Failure.OVER_BUDGET, kill.getMessage());
      case TOO_DEEP -> Answering.broken(kill.getMessage());
    };
  }
}
