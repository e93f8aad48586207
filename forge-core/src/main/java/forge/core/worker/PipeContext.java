// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import forge.api.Failure;
import forge.api.Refusal;
import forge.api.SkillCalls;
import forge.api.SkillContext;
import forge.api.SkillFiles;
import forge.api.SkillHttp;
import forge.api.SkillKnowledge;
import forge.api.SkillName;
import forge.make.Budget;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What a skill in a worker may reach: the gateway does it for the worker. */
final class PipeContext implements SkillContext {

  private static final int MAX_TEXT = 4_000;

  private final SkillName skill;
  private final Instant deadline;
  private final Pipe pipe;

  /** Where the worker asks. */
  interface Pipe {
    void say(String word, Object about);
  }

  PipeContext(SkillName skill, Budget budget, Pipe pipe) {
    this.skill = skill;
    this.deadline = Instant.now().plus(budget.wall());
    this.pipe = pipe;
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
    throw denied();
  }

  @Override
  public SkillFiles files() {
    throw denied();
  }

  @Override
  public SkillKnowledge knowledge() {
    throw denied();
  }

  @Override
  public String env(String variable) {
    throw denied();
  }

  @Override
  public SkillCalls skills() {
    throw denied();
  }

  private static Refusal denied() {
    return new Refusal(
        Failure.DENIED,
        "this skill runs isolated, where no grant reaches yet; work on the arguments alone, or let an"
            + " operator give it another tier",
        List.of());
  }

  private static String clipped(String text) {
    String whole = String.valueOf(text);
    return whole.length() > MAX_TEXT ? whole.substring(0, MAX_TEXT) : whole;
  }
}
