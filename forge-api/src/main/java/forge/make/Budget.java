// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.time.Duration;

/**
 * What one call may use.
 *
 * @param wall from its start to its end
 */
public record Budget(Duration wall) {
  /** 30 s: what an HTTP client commonly waits for. */
  public static final Budget DEFAULT = new Budget(Duration.ofSeconds(30));

  /** Refuses nothing and negative times. */
  public Budget {
    if (wall.isNegative() || wall.isZero())
      throw new IllegalArgumentException("wall_ms must be positive");
  }
}
