// forge:licence
// SPDX-License-Identifier: Apache-2.0
// forge:end
package skill.template;

import forge.api.*;
import java.math.*;
import java.time.*;
import java.util.*;
import java.util.function.*;
import java.util.regex.*;
import java.util.stream.*;
// forge:cut
import org.osgi.service.component.annotations.Component;

/**
 * Answers with what it was given: the skill that every skill starts as.
 *
 * <p>Copy the folder, give the class, the package and the skill your names, and write what it does
 * in {@code templateSkill}. The forge writes generated skills from this very text: what stands
 * between a {@code forge:} comment and its end is replaced or cut.
 */
@Component
@SkillInfo(
    name = "template_skill",
    description = "Answers with what it was given.",
    input =
        """
        {"type":"object","properties":{"who":{"type":"string"},"times":{"type":"integer"}},\
        "required":["who"],"additionalProperties":false}""")
// forge:end
public final class TemplateSkill implements Skill {
  // forge:types
  private static final ValueType<String> WHO = ValueType.of("string");
  private static final ValueType<Long> TIMES = ValueType.of("integer");
  // forge:end
  private final SkillContext context;

  /** The service; it holds no call. */
  public TemplateSkill() {
    this(null);
  }

  /** One call. */
  private TemplateSkill(SkillContext context) {
    this.context = context;
  }

  @Override
  public SkillResult call(SkillRequest request, SkillContext context) throws Exception {
    TemplateSkill call = new TemplateSkill(context);
    // forge:answer
    return SkillResult.ok(
        call.templateSkill(request.required("who", WHO), request.optional("times", TIMES)));
    // forge:end
  }

  // forge:method
  private Object templateSkill(String who, Long times) throws Exception {
    // forge:end
    // forge:body
    context.log("asked by " + who);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", "ok");
    answer.put("skill", "template_skill");
    answer.put("who", who);
    answer.put("times", times);
    return answer;
    // forge:end
  }
}
