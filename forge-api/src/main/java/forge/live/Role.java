// SPDX-License-Identifier: Apache-2.0
package forge.live;

import java.util.Locale;
import java.util.Optional;

/** What a caller may do; each role may do all that the ones before it may. */
public enum Role {
  /** Look: lists, sources, events, metrics. */
  READ,
  /** Call skills. */
  CALL,
  /** Make, change and retire skills. */
  FORGE,
  /** Switches, approvals, halt, rollback, tokens. */
  ADMIN;

  /** Whether whoever has this role may do what the other one is needed for. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The word on the wire: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that word; empty when there is none. */
  public static Optional<Role> of(String word) {
    for (Role role : values()) if (role.word().equals(word)) return Optional.of(role);
    return Optional.empty();
  }
}
