// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;

/** Whom skills call when they call others. */
@FunctionalInterface
public interface Callee {

  /** One call within others. */
  SkillResult call(SkillName name, SkillRequest request, Chain chain);
}
