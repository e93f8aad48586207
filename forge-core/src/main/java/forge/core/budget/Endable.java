// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import forge.guard.SkillKill.Reason;

/** A call that can be told to end. */
public interface Endable {

  /** Tells it to end, and whoever waits; false when it was told before or has ended. */
  boolean kill(Reason reason, String message);
}
