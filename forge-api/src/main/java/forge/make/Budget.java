// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.time.Duration;

/**
 * What one call may use, and how many may run at once.
 *
 * @param wall from its start to its end
 * @param cpu time of a processor
 * @param allocatedBytes what it allocates in all, whether it keeps it or not
 * @param parallel calls of the skill at once
 */
public record Budget(Duration wall, Duration cpu, long allocatedBytes, int parallel) {

  /** 512 MB. */
  public static final long DEFAULT_BYTES = 512L << 20;

  /** Three quarters of all calls there may be: no skill alone keeps others out. */
  public static final int DEFAULT_PARALLEL = 384;

  /** 30 s: what an HTTP client commonly waits for. */
  public static final Budget DEFAULT = new Budget(Duration.ofSeconds(30));

  /** Refuses nothing and negative amounts. */
  public Budget {
    if (wall.isNegative() || wall.isZero())
      throw new IllegalArgumentException("wall_ms must be positive");
    if (cpu.isNegative() || cpu.isZero())
      throw new IllegalArgumentException("cpu_ms must be positive");
    if (allocatedBytes < 1 || parallel < 1)
      throw new IllegalArgumentException("allocated_mb and parallel must be positive");
  }

  /** A deadline, and no other limit but the defaults: as much processor time as there is time. */
  public Budget(Duration wall) {
    this(wall, wall, DEFAULT_BYTES, DEFAULT_PARALLEL);
  }
}
