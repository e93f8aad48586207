// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import forge.api.SkillKnowledge;

/** Kept values, read and written by the gateway. */
final class PipeKnowledge implements SkillKnowledge {

  private final Questions questions;

  PipeKnowledge(Questions questions) {
    this.questions = questions;
  }

  @Override
  public Object get(String slot) {
    return questions.ask("knowledge.get", slot);
  }

  @Override
  public void put(String slot, Object value) {
    questions.ask("knowledge.put", slot, PipeContext.plain("value", value));
  }

  @Override
  public boolean replace(String slot, Object expected, Object value) {
    Object before = PipeContext.plain("value", expected);
    Object after = PipeContext.plain("value", value);
    return (Boolean) questions.ask("knowledge.replace", slot, before, after);
  }
}
