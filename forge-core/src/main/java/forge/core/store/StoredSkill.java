// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import forge.api.SkillName;
import forge.live.SkillState;
import forge.make.Origin;
import forge.make.SkillSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store holds of one skill: which of its versions should be in service.
 *
 * @param name its name
 * @param live the version in service
 * @param pending the version that waits to go live
 * @param decideBy when there, the pending version waits for a person, until then
 * @param retired the version that was taken out of service last
 * @param last the highest version number ever given
 */
public record StoredSkill(
    SkillName name,
    Optional<Version> live,
    Optional<Version> pending,
    Optional<Instant> decideBy,
    Optional<Version> retired,
    String last) {

  /**
   * One accepted version.
   *
   * @param number semantic version
   * @param sha256 digest of its bundle
   * @param origin where its code comes from
   * @param file its source, relative to the data folder
   * @param author who ordered it
   * @param door which door the order came through
   * @param at when it was accepted
   * @param spec what was ordered
   */
  public record Version(
      String number,
      String sha256,
      Origin origin,
      String file,
      String author,
      String door,
      Instant at,
      SkillSpec spec) {}

  /** A skill of which there is no version yet. */
  public static StoredSkill unborn(SkillName name) {
    return new StoredSkill(
        name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");
  }

  /** Where it stands as far as the record tells; one that should be live may still be broken. */
  public SkillState state() {
    if (live.isPresent()) return SkillState.LIVE;
    if (decideBy.isPresent()) return SkillState.AWAITING_APPROVAL;
    return pending.isPresent() ? SkillState.PENDING : SkillState.RETIRED;
  }

  /** The version that a caller is told about: the live one, else the one that waits. */
  public Optional<Version> current() {
    return live.isPresent() ? live : pending;
  }

  /** The version whose source lies on disk: the newest accepted one. */
  public Optional<Version> newest() {
    return pending.isPresent() ? pending : live;
  }

  /** The version that a new one is compared with. */
  public Optional<Version> previous() {
    return newest().isPresent() ? newest() : retired;
  }

  /** This skill with a new version in service and none waiting. */
  public StoredSkill withLive(Version version) {
    return new StoredSkill(
        name,
        Optional.of(version),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        version.number());
  }

  /** This skill with an earlier version in service again; the numbering goes on as it was. */
  public StoredSkill withEarlier(Version version) {
    return new StoredSkill(
        name, Optional.of(version), Optional.empty(), Optional.empty(), Optional.empty(), last);
  }

  /** This skill with a new version waiting for a restart or a trigger. */
  public StoredSkill withPending(Version version) {
    return new StoredSkill(
        name, live, Optional.of(version), Optional.empty(), retired, version.number());
  }

  /** This skill with a new version waiting for a person. */
  public StoredSkill withUndecided(Version version, Instant until) {
    return new StoredSkill(
        name, live, Optional.of(version), Optional.of(until), retired, version.number());
  }

  /** This skill with none waiting. */
  public StoredSkill withoutPending() {
    return new StoredSkill(name, live, Optional.empty(), Optional.empty(), retired, last);
  }

  /** This skill out of service. */
  public StoredSkill withNone() {
    return new StoredSkill(
        name, Optional.empty(), Optional.empty(), Optional.empty(), current(), last);
  }
}
