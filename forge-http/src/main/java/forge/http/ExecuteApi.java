// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.Failure;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import java.util.Map;
import java.util.Optional;

/** Calls a skill the way the first clients did: as a goal. */
final class ExecuteApi {

  private static final String GOAL = "ExecuteSkill";

  private final Core core;

  ExecuteApi(Core core) {
    this.core = core;
  }

  /** Fields that the first clients knew and we do not are let by. */
  Answer execute(Exchange exchange) {
    Fields body = exchange.fields();
    body.optionalText("tenant_id");
    Fields skill = Fields.of(goal(body.required("goal")), "goal." + GOAL).only("name", "payload");
    String name = skill.text("name");
    SkillRequest request = new SkillRequest(skill.object("payload"));
    Optional<SkillName> known = name(name);
    if (known.isEmpty()) return unknown(name);
    SkillResult result = core.runner().call(known.get(), request);
    if (result.isOk()) return Answer.json(200, result.value());
    Failure failure = result.failure().get();
    if (failure == Failure.UNKNOWN_SKILL) return unknown(name);
    throw ErrorAnswer.of(failure, result);
  }

  private static Object goal(Object goal) {
    if (goal instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(GOAL))
      return map.get(GOAL);
    throw new ErrorAnswer(
        400,
        "unsupported_goal",
        "The only goal is {\"ExecuteSkill\":{\"name\":\"…\",\"payload\":{…}}}");
  }

  private static Optional<SkillName> name(String text) {
    try {
      return Optional.of(new SkillName(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** 200: the first clients look into the body. */
  private static Answer unknown(String name) {
    return Answer.ok("status", "error", "error", "unknown skill: " + Text.clip(name));
  }
}
