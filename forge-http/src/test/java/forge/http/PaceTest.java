// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long SECOND = 1_000_000_000;

  private final Pace pace = new Pace();

  private int passed(int rate, long from, long nanos, int tries) {
    int passed = 0;
    for (int i = 0; i < tries; i++)
      if (pace.next(rate, from + nanos * i / tries).isEmpty()) passed++;
    return passed;
  }

  @Test
  void letsASecondsWorthThroughAtOnce() {
    assertThat(passed(50, 7 * SECOND, 1, 200)).isEqualTo(50);
  }

  @Test
  void keepsTheRateForLong() {
    assertThat(passed(50, -3 * SECOND, 100 * SECOND, 100_000)).isBetween(5_000, 5_060);
  }

  @Test
  void saysHowLongToWait() {
    assertThat(pace.next(1, 0)).isEmpty();
    assertThat(pace.next(1, SECOND / 4)).isEqualTo(OptionalLong.of(3 * SECOND / 4));
    assertThat(pace.next(1, SECOND)).isEmpty();
  }
}
