// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Skill;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VisibleTest {

  @Test
  void holdsTheApiAndTheAnnotationsOfComponentsOnly() throws Exception {
    Map<String, byte[]> classes = Visible.ofClassPath().classes();
    assertThat(classes)
        .containsKeys(
            "forge.api.Skill",
            "forge.api.SkillInfo",
            "forge.api.ValueType$Kind",
            "forge.api.package-info",
            "org.osgi.service.component.annotations.Component",
            "org.osgi.service.component.annotations.ComponentPropertyType");
    assertThat(classes.keySet())
        .allMatch(
            name ->
                name.matches(
                    "(forge\\.api|org\\.osgi\\.service\\.component\\.annotations)\\.[^.]+"));
    try (InputStream in = Skill.class.getResourceAsStream("Skill.class")) {
      assertThat(classes.get("forge.api.Skill")).isEqualTo(in.readAllBytes());
    }
  }
}
