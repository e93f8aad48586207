// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import forge.api.Refusal;
import forge.api.SkillCalls;
import forge.api.SkillContext;
import forge.api.SkillFiles;
import forge.api.SkillHttp;
import forge.api.SkillKnowledge;
import forge.api.SkillName;
import forge.core.data.Plain;
import forge.make.Budget;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What a skill in a worker may reach: the gateway does it for the worker. */
final class PipeContext implements SkillContext {

  private static final int MAX_TEXT = 4_000;

  private final SkillName skill;
  private final Instant deadline;
  private final Pipe pipe;
  private final Questions questions;

  /** Where the worker says what nobody answers. */
  interface Pipe {
    void say(String word, Object about);
  }

  PipeContext(SkillName skill, Budget budget, Pipe pipe, Questions questions) {
    this.skill = skill;
    this.deadline = Instant.now().plus(budget.wall());
    this.pipe = pipe;
    this.questions = questions;
  }

  @Override
  public SkillName skill() {
    return skill;
  }

  @Override
  public Instant deadline() {
    return deadline;
  }

  @Override
  public void log(String message) {
    pipe.say("log", clipped(message));
  }

  @Override
  public void progress(double fraction, String note) {
    List<Object> progress = Arrays.asList(fraction, clipped(note));
    pipe.say("progress", progress);
  }

  @Override
  public SkillHttp http() {
    return new PipeHttp(questions);
  }

  @Override
  public SkillFiles files() {
    return new PipeFiles(questions);
  }

  @Override
  public SkillKnowledge knowledge() {
    return new PipeKnowledge(questions);
  }

  @Override
  public String env(String variable) {
    return (String) questions.ask("env", variable);
  }

  @Override
  public SkillCalls skills() {
    return (skill, arguments) ->
        questions.ask(
            "skills.call", skill, plain("arguments", arguments == null ? Map.of() : arguments));
  }

  /** A copy, in the words of the gateway when it cannot be. */
  static Object plain(String what, Object value) {
    try {
      return Plain.strict(value);
    } catch (IllegalArgumentException e) {
      throw new Refusal("the " + what + ": " + e.getMessage());
    }
  }

  private static String clipped(String text) {
    String whole = String.valueOf(text);
    return whole.length() > MAX_TEXT ? whole.substring(0, MAX_TEXT) : whole;
  }
}
