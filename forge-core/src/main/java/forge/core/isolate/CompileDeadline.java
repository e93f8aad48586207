// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Ends a process whose compile has had its time of the processor, or thrice that by the clock: on a
 * busy machine a good source may take long.
 */
final class CompileDeadline implements Runnable {

  /** How many times it looks while the time goes by; the first look is where it counts from. */
  static final int LOOKS = 10;

  private static final int CLOCK_TIMES = 3;

  private final CompileProcess process;
  private final long longest;
  private final long begun = System.nanoTime();
  private long before = -1;

  CompileDeadline(CompileProcess process, Duration longest) {
    this.process = process;
    this.longest = longest.toNanos();
  }

  @Override
  public void run() {
    long passed = System.nanoTime() - begun;
    OptionalLong worked = process.cpuNanos();
    if (before < 0) before = Math.max(0, worked.orElse(0) - longest / LOOKS);
    boolean over = worked.orElse(before + passed) - before >= longest;
    if (over || passed >= CLOCK_TIMES * longest) process.tooLate();
  }
}
