// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Objects;

/**
 * Somebody asks for a skill.
 *
 * @param spec the spec, JSON text as the door got it
 * @param door which door it came through, e.g. {@code http}
 * @param author who asks, as far as the door knows
 */
public record Order(String spec, String door, String author) {
  /** Refuses null. */
  public Order {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(door, "door");
    Objects.requireNonNull(author, "author");
  }
}
