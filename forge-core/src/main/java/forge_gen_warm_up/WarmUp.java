// SPDX-License-Identifier: Apache-2.0
package forge_gen_warm_up;

import forge.api.Skill;
import forge.api.SkillContext;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.api.ValueType;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A skill that nobody calls: the line packs and tries its class to get warm. */
public final class WarmUp implements Skill {

  private static final ValueType<String> TEXT = ValueType.of("string");

  @Override
  public SkillResult call(SkillRequest request, SkillContext context) {
    String[] words = request.required("text", TEXT).split(" ");
    Map<String, Long> counts =
        Arrays.stream(words)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return SkillResult.ok(counts);
  }
}
