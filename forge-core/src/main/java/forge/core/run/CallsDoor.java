// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.Failure;
import forge.api.Refusal;
import forge.api.SkillCalls;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.core.data.Plain;
import forge.core.grant.Access;
import forge.core.grant.Errands;
import forge.make.Grant.Kind;
import java.util.List;
import java.util.Map;

/** Other skills for one call. Each is called on threads of its own; this one waits. */
final class CallsDoor implements SkillCalls {

  private final Access access;
  private final Chain chain;
  private final Errands errands;
  private final Callee callee;

  CallsDoor(Access access, Chain chain, Errands errands, Callee callee) {
    this.access = access;
    this.chain = chain;
    this.errands = errands;
    this.callee = callee;
  }

  @Override
  public Object call(String skill, Map<String, Object> arguments) {
    access.require(Kind.SKILLS, String.valueOf(skill), "");
    SkillName name = new SkillName(skill);
    SkillRequest request = request(arguments);
    Chain next = chain.next(access.skill(), access.deadline());
    String fault = next.fault(name);
    if (!fault.isEmpty()) throw new Refusal(Failure.OVER_BUDGET, fault, List.of());
    SkillResult result =
        errands.run(access.deadline(), next::end, () -> callee.call(name, request, next));
    if (result.isOk()) return result.value();
    throw refusal(name, result.failure().orElseThrow(), result.message());
  }

  @SuppressWarnings("unchecked") // a copied map has text for keys
  private static SkillRequest request(Map<String, Object> arguments) {
    try {
      Object plain = Plain.strict(arguments == null ? Map.of() : arguments);
      return new SkillRequest((Map<String, Object>) plain);
    } catch (IllegalArgumentException e) {
      throw new Refusal(Failure.SKILL_ERROR, "the arguments: " + e.getMessage(), List.of());
    }
  }

  /** What is wrong with the inner call's arguments or code is no fault of the outer caller's. */
  private static Refusal refusal(SkillName name, Failure failure, String message) {
    Failure told =
        switch (failure) {
          case BAD_INPUT, UNKNOWN_SKILL, SKILL_BROKEN -> Failure.SKILL_ERROR;
          default -> failure;
        };
    String code = told == failure ? "" : " (" + failure.code() + ")";
    return new Refusal(told, "skill '" + name + "'" + code + ": " + message, List.of());
  }
}
