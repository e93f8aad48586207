// SPDX-License-Identifier: Apache-2.0
package skill.template;

import forge.testkit.SkillExamples;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples in {@code FORGE-INF/examples.json}; a gateway runs them before it serves a jar. */
class TemplateSkillTest {

  @TestFactory
  Stream<DynamicTest> examples() {
    return SkillExamples.of(new TemplateSkill());
  }
}
