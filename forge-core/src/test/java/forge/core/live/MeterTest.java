// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.live.LiveSkill.Traffic;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MeterTest {

  @Test
  void quantilesAreAtMostAFactorTooHigh() {
    Meter meter = new Meter();
    for (int micros = 1; micros <= 10_000; micros++)
      meter.count(TimeUnit.MICROSECONDS.toNanos(micros), failure(micros % 10 == 0));
    Traffic traffic = meter.traffic();
    assertThat(traffic.calls()).isEqualTo(10_000);
    assertThat(traffic.failures()).isEqualTo(1_000);
    assertThat(traffic.p50Micros()).isBetween(5_000L, 7_100L);
    assertThat(traffic.p99Micros()).isBetween(9_900L, 14_100L);
  }

  private static Optional<Failure> failure(boolean failed) {
    return failed ? Optional.of(Failure.SKILL_ERROR) : Optional.empty();
  }

  @Test
  void nothingAndTheLongestFitToo() {
    assertThat(new Meter().traffic()).isEqualTo(Traffic.NONE);
    Meter meter = new Meter();
    meter.count(Long.MAX_VALUE, Optional.empty());
    assertThat(meter.traffic().p50Micros()).isPositive();
  }
}
