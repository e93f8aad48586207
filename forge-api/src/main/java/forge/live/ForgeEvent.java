// SPDX-License-Identifier: Apache-2.0
package forge.live;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * One line of the audit trail: something that happened, and who did it.
 *
 * @param seq its number; the first is 1
 * @param at when
 * @param kind what
 * @param skill which skill; empty when it is about all
 * @param version which version; empty when it is about none
 * @param sha256 digest of that version's bundle; empty when there is none
 * @param who who did it, as far as the door knew
 * @param door which door it came through
 * @param detail why, in words; may be empty
 * @param previous hash of the line before; 64 zeros for the first
 * @param hash SHA-256 over all of the above
 */
public record ForgeEvent(
    long seq,
    Instant at,
    Kind kind,
    String skill,
    String version,
    String sha256,
    String who,
    String door,
    String detail,
    String previous,
    String hash) {

  /** What can happen. */
  public enum Kind {
    /** A version was made and accepted. */
    CREATED,
    /** An order was refused. */
    REFUSED,
    /** A version went live. */
    ACTIVATED,
    /** A version waits for a restart or a trigger. */
    PENDING,
    /** A version waits for a person. */
    AWAITING_APPROVAL,
    /** A person approved a version. */
    APPROVED,
    /** A person turned a version down. */
    REJECTED,
    /** Nobody decided in time. */
    EXPIRED,
    /** An earlier version went live again. */
    ROLLED_BACK,
    /** A skill was taken out of service. */
    RETIRED,
    /** Every skill was stopped. */
    HALTED,
    /** The skills were brought back. */
    RESUMED,
    /** A call would not end, so the version is not called any more. */
    QUARANTINED,
    /** A version in quarantine may be called again. */
    RELEASED,
    /** A switch was set. */
    SWITCHED,
    /** What an earlier line says did not come to pass: the gateway ended, or could not write. */
    UNDONE;

    /** The word on the wire: the name in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Refuses null. */
  public ForgeEvent {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(skill, "skill");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(who, "who");
    Objects.requireNonNull(door, "door");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(previous, "previous");
    Objects.requireNonNull(hash, "hash");
  }
}
