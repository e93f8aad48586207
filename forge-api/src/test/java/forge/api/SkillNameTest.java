// SPDX-License-Identifier: Apache-2.0
package forge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkillNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "class", "new", "salesforce_sentinel", "a1_2b", "x9"})
  void takesSnakeCase(String name) {
    assertThat(new SkillName(name).module()).isEqualTo("forge_gen_" + name);
  }

  @Test
  void makesAClassName() {
    assertThat(new SkillName("salesforce_sentinel").className()).isEqualTo("SalesforceSentinel");
    assertThat(new SkillName("a_1_b").className()).isEqualTo("A1B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|Skill name cannot be empty",
        "'  '|Skill name cannot be empty",
        "../x|Skill name may not contain path components",
        "a/b|Skill name may not contain path components",
        "a\\b|Skill name may not contain path components",
        "_a|Skill name must not start or end with underscore",
        "a_|Skill name must not start or end with underscore",
        "Aa|Skill name must be snake_case alphanumeric + underscore, got: Aa",
        "a.b|Skill name must be snake_case alphanumeric + underscore, got: a.b",
        "a__b|Skill name must be snake_case alphanumeric + underscore, got: a__b",
        "1a|Skill name must be snake_case alphanumeric + underscore, got: 1a",
        "a-b|Skill name must be snake_case alphanumeric + underscore, got: a-b"
      })
  void refusesTheRestInTheOriginalsWords(String name, String message) {
    assertThatThrownBy(() -> new SkillName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesLongNamesAndShowsNoControlCharacters() {
    assertThatThrownBy(() -> new SkillName("a".repeat(65))).hasMessageContaining("at most 64");
    assertThatThrownBy(() -> new SkillName("a\nb\u202e")).hasMessageEndingWith("a\\u000ab\\u202e");
  }
}
