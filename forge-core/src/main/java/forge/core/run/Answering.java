// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.Failure;
import forge.api.Refusal;
import forge.api.Skill;
import forge.api.SkillContext;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.core.data.Plain;
import forge.guard.SkillKill;
import java.util.Map;

/**
 * What a skill's code makes of a call, as a result. On the skill's own thread, here or in a worker:
 * what it was given is a copy, what it gives is copied.
 */
public final class Answering {

  /** What is told of a skill that fails in a way it did not mean to, before the reason. */
  public static final String BROKEN = "the skill is broken: ";

  private Answering() {}

  /** Calls it; a value is plain data. Throws only what ends the call. */
  public static SkillResult of(
      Skill skill, SkillName name, Map<String, Object> arguments, SkillContext context) {
    try {
      SkillResult result = skill.call(copied(arguments), context);
      if (result == null) return broken("it answered nothing");
      return result.isOk() ? plain(result.value()) : result;
    } catch (Refusal e) {
      return SkillResult.refused(e);
    } catch (SkillKill e) {
      throw e;
    } catch (OutOfMemoryError e) {
      return SkillResult.failed(
          Failure.OVER_BUDGET, "it asked for more memory than there is: " + e.getMessage());
    } catch (Throwable e) {
      // Told here, on its own thread: an exception may be of the skill's own making.
      return broken(Crash.told(name, e));
    }
  }

  @SuppressWarnings("unchecked") // a copied map has text for keys
  private static SkillRequest copied(Map<String, Object> arguments) {
    return new SkillRequest((Map<String, Object>) Plain.of(arguments));
  }

  private static SkillResult plain(Object value) {
    try {
      return SkillResult.ok(Plain.of(value));
    } catch (IllegalArgumentException e) {
      return broken("of what it answered, " + e.getMessage());
    }
  }

  /** The result of a call of a skill that failed in a way it did not mean to. */
  static SkillResult broken(String why) {
    return SkillResult.failed(Failure.SKILL_BROKEN, BROKEN + why);
  }
}
