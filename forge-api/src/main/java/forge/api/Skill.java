// SPDX-License-Identifier: Apache-2.0
package forge.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * One thing that can be asked for by name: arguments in, a value out.
 *
 * <p>Registered as an OSGi service with the properties of {@link SkillInfo}. An instance is called
 * by many threads at once and must not keep state between calls.
 */
@ConsumerType
@FunctionalInterface
public interface Skill {

  /**
   * Answers one call.
   *
   * @param request the arguments, as plain data
   * @param context what the skill may reach while it answers
   * @return the value or the refusal; never null
   * @throws Refusal when the skill will not answer; the caller gets its failure and message
   * @throws Exception any other: the skill is broken, the caller is told so without the stack trace
   */
  SkillResult call(SkillRequest request, SkillContext context) throws Exception;
}
