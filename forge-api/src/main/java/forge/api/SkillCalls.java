// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** The other skills that a skill was granted to call. */
@ProviderType
public interface SkillCalls {

  /**
   * Calls a skill as any caller does, within what is left of this call's time.
   *
   * @param arguments plain data by name
   * @return its value, plain data
   * @throws Refusal when it gave none, with what it said
   */
  Object call(String skill, Map<String, Object> arguments);
}
