// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.api.SkillName;
import forge.core.live.Meter;
import forge.core.live.Meter.Counts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BusiestTest {

  private static final int MOST = 3;

  private final Map<SkillName, Meter> meters = new HashMap<>();
  private final Busiest busiest = new Busiest(MOST);

  private void call(String skill, int times) {
    Meter meter = meters.computeIfAbsent(new SkillName(skill), name -> new Meter());
    for (int i = 0; i < times; i++) meter.count(1_000_000, Optional.of(Failure.TIMEOUT));
  }

  private Map<String, Long> calls() {
    Map<String, Long> calls = new HashMap<>();
    busiest.of(meters).forEach((skill, counts) -> calls.put(skill, counts.latencies().total()));
    return calls;
  }

  @Test
  void aFewHaveNamesOfTheirOwn() {
    call("a", 5);
    call("b", 2);
    assertThat(calls()).isEqualTo(Map.of("a", 5L, "b", 2L, "_others", 0L));
    assertThat(busiest.of(meters).get("a").failures()[Failure.TIMEOUT.ordinal()]).isEqualTo(5);
  }

  @Test
  void theMostCalledHaveNamesAndTheRestIsOne() {
    for (String skill : new String[] {"a", "b", "c", "d", "e"}) call(skill, skill.charAt(0));
    assertThat(calls()).containsOnlyKeys("c", "d", "e", "_others");
    assertThat(calls()).containsEntry("_others", (long) 'a' + 'b').containsEntry("e", (long) 'e');
    call("a", 1_000);
    assertThat(calls()).containsOnlyKeys("a", "d", "e", "_others").containsEntry("a", 0L);
    call("a", 7);
    assertThat(calls()).containsEntry("a", 7L);
  }

  /** Whatever comes and goes, all calls are there once, and the others never shrink. */
  @Test
  void noNumberShrinks() {
    Random random = new Random(7);
    long before = 0;
    long all = 0;
    for (int round = 0; round < 300; round++) {
      for (int i = 0; i < 5; i++) {
        int times = random.nextInt(20);
        call("s" + random.nextInt(12), times);
        all += times;
      }
      Map<String, Counts> counts = busiest.of(meters);
      assertThat(counts).hasSizeLessThanOrEqualTo(MOST + 1);
      long others = counts.get(Busiest.OTHERS).latencies().total();
      assertThat(others).isGreaterThanOrEqualTo(before);
      before = others;
      assertThat(counts.values().stream().mapToLong(each -> each.latencies().total()).sum())
          .isEqualTo(all);
    }
  }
}
