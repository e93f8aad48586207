// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import forge.api.SkillContext;
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

  private static String clipped(String text) {
    String whole = String.valueOf(text);
    return whole.length() > MAX_TEXT ? whole.substring(0, MAX_TEXT) : whole;
  }
}
