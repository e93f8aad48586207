// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Objects;
import java.util.UUID;

/**
 * Somebody asks for a skill.
 *
 * @param spec the spec, JSON text as the door got it
 * @param door which door it came through, e.g. {@code http}
 * @param author who asks, as far as the door knows
 * @param id what its events carry, so that it can be followed; of no meaning beside
 */
public record Order(String spec, String door, String author, String id) {
  /** An order with a fresh id. */
  public Order(String spec, String door, String author) {
    this(spec, door, author, freshId());
  }

  /** An id that no other order has. */
  public static String freshId() {
    return UUID.randomUUID().toString();
  }

  /** Refuses null. */
  public Order {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(door, "door");
    Objects.requireNonNull(author, "author");
  }
}
