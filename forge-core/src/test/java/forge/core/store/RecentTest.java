// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.SkillName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentTest {

  private final Recent recent = new Recent(3, 100);

  private static StoredSkill skill(String name) {
    return StoredSkill.unborn(new SkillName(name));
  }

  private boolean has(String name) {
    return recent.find(new SkillName(name)).isPresent();
  }

  @Test
  void forgetsWhatWasNotAskedForTheLongest() {
    for (String name : new String[] {"a", "b", "c"}) recent.put(skill(name), 1);
    assertThat(has("a")).isTrue();
    recent.put(skill("d"), 1);
    assertThat(has("a")).isTrue();
    assertThat(has("b")).isFalse();
  }

  @Test
  void holdsOnlySoMuchText() {
    recent.put(skill("a"), 60);
    recent.put(skill("a"), 70);
    assertThat(has("a")).isTrue();
    recent.put(skill("b"), 31);
    assertThat(has("a")).isFalse();
    recent.put(skill("c"), 500);
    assertThat(has("b")).isFalse();
    assertThat(has("c")).isFalse();
    recent.put(skill("d"), 100);
    assertThat(has("d")).isTrue();
  }

  @Test
  void prefersWhatWasKeptToWhatWasRead() {
    StoredSkill kept = skill("a");
    recent.put(kept, 1);
    assertThat(recent.putIfAbsent(skill("a"), 1)).isSameAs(kept);
    assertThat(recent.find(new SkillName("a"))).isEqualTo(Optional.of(kept));
  }
}
