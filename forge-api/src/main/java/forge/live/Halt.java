// SPDX-License-Identifier: Apache-2.0
package forge.live;

import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The emergency stop of every skill. It survives a restart. */
@ProviderType
public interface Halt {

  /**
   * A halt that is in force.
   *
   * @param reason why
   * @param who who ordered it
   * @param since when
   */
  record Order(String reason, String who, Instant since) {}

  /** The halt in force, if there is one. */
  Optional<Order> inForce();

  /**
   * Stops every skill at once, calls in flight included. A second halt changes nothing.
   *
   * @return how many calls in flight it ended
   */
  int halt(String reason, String door, String author);

  /** Brings exactly the former state back; false when there was no halt. */
  boolean resume(String door, String author);
}
