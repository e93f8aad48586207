// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.guard.SkillKill.Reason;

/** Why a call or a worker was ended. */
record Ending(Reason reason, String message) {}
