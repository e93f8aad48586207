// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Objects;

/**
 * Somebody brings a finished bundle: a jar that was built elsewhere and holds one skill.
 *
 * @param bytes the jar; not to be changed
 * @param door which door it came through, e.g. {@code drop}
 * @param author who brings it, as far as the door knows
 */
public record Delivery(byte[] bytes, String door, String author) {
  /** Refuses null. */
  public Delivery {
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(door, "door");
    Objects.requireNonNull(author, "author");
  }
}
