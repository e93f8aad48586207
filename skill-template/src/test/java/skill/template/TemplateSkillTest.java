// SPDX-License-Identifier: Apache-2.0
package skill.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.api.Failure;
import forge.api.Refusal;
import forge.api.SkillContext;
import forge.api.SkillName;
import forge.api.SkillRequest;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateSkillTest {

  @Test
  void answersWithWhatItWasGiven() throws Exception {
    Object value =
        new TemplateSkill().call(new SkillRequest(Map.of("who", "Ada")), new Quiet()).value();
    assertThat(value).hasToString("{status=ok, skill=template_skill, who=Ada, times=null}");
  }

  @Test
  void refusesACallWithoutWhatItNeeds() {
    assertThatThrownBy(() -> new TemplateSkill().call(new SkillRequest(Map.of()), new Quiet()))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_INPUT))
        .hasMessageContaining("who");
  }

  private record Quiet() implements SkillContext {
    @Override
    public SkillName skill() {
      return new SkillName("template_skill");
    }

    @Override
    public Instant deadline() {
      return Instant.MAX;
    }

    @Override
    public void log(String message) {}

    @Override
    public void progress(double fraction, String note) {}
  }
}
