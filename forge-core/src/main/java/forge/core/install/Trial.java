// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.Failure;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.core.data.Json;
import forge.core.data.Same;
import forge.core.live.Generation;
import forge.core.live.Lease;
import forge.core.live.LiveSkills;
import forge.core.run.SkillRunner;
import forge.make.Example;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.SkillSpec;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls a new generation as a caller would, before it is in service: pin, schema, thread, deadline,
 * copy of the value.
 *
 * <p>Each example must answer as it says. A skill without examples is called once with an argument
 * that no skill has: the refusal shows that the way to it is open, and nothing of it runs that
 * nobody asked for. Where a schema allows even that argument, it is not called.
 */
final class Trial {

  private static final int SHOWN = 200;

  /** No parameter can be called so. */
  private static final Map<String, Object> KNOCK = Map.of("?", true);

  private final LiveSkills live;
  private final SkillRunner runner;

  Trial(LiveSkills live, SkillRunner runner) {
    this.live = live;
    this.runner = runner;
  }

  /**
   * Tries it.
   *
   * @throws Rejected at {@link Stage#SERVICE} with a finding for each example that failed
   */
  void of(Generation generation, SkillSpec spec) {
    List<Finding> findings = new ArrayList<>();
    int index = 0;
    for (Example example : spec.examples()) {
      String where = "examples[" + index++ + "]";
      fault(example, call(generation, example.input()))
          .ifPresent(
              fault -> findings.add(Finding.error(Stage.SERVICE, "example.failed", where, fault)));
    }
    boolean refusesKnock = !generation.facts().input().check(KNOCK).isEmpty();
    if (spec.examples().isEmpty() && refusesKnock) knock(generation, findings);
    if (!findings.isEmpty()) throw new Rejected(Stage.SERVICE, findings);
  }

  private void knock(Generation generation, List<Finding> findings) {
    SkillResult result = call(generation, KNOCK);
    if (!result.failure().equals(Optional.of(Failure.BAD_INPUT)))
      findings.add(
          Finding.error(
              Stage.SERVICE,
              "trial.failed",
              "",
              "the skill did not answer as it came up: " + result.message()));
  }

  private SkillResult call(Generation generation, Map<String, Object> input) {
    try (Lease lease = live.trial(generation)) {
      return runner.run(lease, new SkillRequest(input));
    }
  }

  private static Optional<String> fault(Example example, SkillResult result) {
    if (example.error().isPresent()) {
      if (result.failure().equals(example.error())) return Optional.empty();
      return Optional.of(
          "should be refused with " + example.error().get().code() + ", but " + told(result));
    }
    if (result.isOk() && Same.json(example.output(), result.value())) return Optional.empty();
    return Optional.of("should answer " + shown(example.output()) + ", but " + told(result));
  }

  private static String told(SkillResult result) {
    return result
        .failure()
        .map(failure -> "was refused with " + failure.code() + ": " + result.message())
        .orElseGet(() -> "answered " + shown(result.value()));
  }

  private static String shown(Object plain) {
    String text = Json.write(plain);
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
