// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.Failure;
import forge.api.Problem;
import forge.api.Refusal;
import forge.api.SkillResult;
import forge.core.live.Generation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether arguments and answers fit what a generation says of them. */
final class Fit {

  private Fit() {}

  /** The arguments, with what stands in for those that are not there. */
  static Map<String, Object> withDefaults(Generation generation, Map<String, Object> given) {
    Map<String, Object> defaults = generation.facts().input().defaults();
    if (defaults.keySet().stream().allMatch(name -> given.get(name) != null)) return given;
    Map<String, Object> arguments = new LinkedHashMap<>(given);
    defaults.forEach(arguments::putIfAbsent);
    return arguments;
  }

  /** What is told of arguments that do not fit. */
  static SkillResult badInput(List<Problem> problems) {
    Problem first = problems.get(0);
    String message =
        (first.path().isEmpty() ? "the input " : "'" + first.path() + "' ") + first.message();
    if (problems.size() > 1) message += " (and " + (problems.size() - 1) + " more)";
    return SkillResult.refused(new Refusal(Failure.BAD_INPUT, message, problems));
  }

  /** The answer, when it fits. */
  static SkillResult checked(Generation generation, Object plain) {
    List<Problem> problems = generation.facts().output().check(plain);
    if (problems.isEmpty()) return SkillResult.ok(plain);
    Problem first = problems.get(0);
    return Answering.broken(
        "its answer does not fit what it returns: "
            + (first.path() + " " + first.message()).strip());
  }
}
