// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Locale;
import java.util.Optional;

/** How far a skill's code is trusted, and so where it runs. */
public enum Tier {
  /** In the gateway, with a deadline and no other limit: an operator vouches for these bytes. */
  TRUSTED,
  /** In the gateway, within its budget: damage limitation for careless code. */
  GUARDED,
  /** In a process of its own, which is ended for certain. */
  ISOLATED;

  /** The word on the wire: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The tier of that {@link #word()}, if there is one. */
  public static Optional<Tier> ofWord(String word) {
    for (Tier tier : values()) if (tier.word().equals(word)) return Optional.of(tier);
    return Optional.empty();
  }
}
