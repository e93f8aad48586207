// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import forge.make.Grants;
import forge.make.Order;
import forge.make.Origin;
import forge.make.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Makes skills, and decides which version of which is in service. What doors ask. */
@ProviderType
public interface Forge {

  /**
   * Makes what was ordered and puts it in service; orders for one name wait for each other.
   *
   * @return what became of it; a refusal after the spec was read is a report, too
   * @throws Rejected at {@link forge.make.Stage#SPEC} when the spec itself is not acceptable
   */
  ForgeReport forge(Order order);

  /**
   * Makes the skill again from its stored spec and from its source as it is on disk now.
   *
   * @param door which door asks
   * @param author who asks
   * @return what became of it; empty when no such skill is known or it is retired
   */
  Optional<ForgeReport> trigger(SkillName name, String door, String author);

  /**
   * Takes a skill out of service; calls in flight end as they began. Its history is kept.
   *
   * @return what it was; empty when no such skill is in service or waiting
   */
  Optional<LiveSkill> retire(SkillName name, String door, String author);

  /** The source of the version in service, or of the one that waits. */
  Optional<String> source(SkillName name);

  /**
   * One accepted version of a skill.
   *
   * @param number semantic version
   * @param sha256 digest of its bundle
   * @param origin where its code comes from
   * @param author who ordered it
   * @param door which door the order came through
   * @param at when it was accepted
   * @param live whether it is in service
   * @param grants what it may reach
   */
  record Version(
      String number,
      String sha256,
      Origin origin,
      String author,
      String door,
      Instant at,
      boolean live,
      Grants grants) {

    /** One that may reach nothing. */
    public Version(
        String number,
        String sha256,
        Origin origin,
        String author,
        String door,
        Instant at,
        boolean live) {
      this(number, sha256, origin, author, door, at, live, Grants.NONE);
    }
  }

  /** The accepted versions of a skill, oldest first; empty when no such skill is known. */
  List<Version> versions(SkillName name);

  /**
   * Puts an earlier version back in service: the same bytes, by digest.
   *
   * @return what became of it; empty when no such skill is known
   * @throws Rejected at {@link forge.make.Stage#SPEC} when the version is unknown or in service
   */
  Optional<ForgeReport> rollback(SkillName name, String version, String door, String author);

  /**
   * What differs between two versions, spec and source, as unified diff.
   *
   * @return empty when the skill or one of the versions is unknown
   */
  Optional<String> diff(SkillName name, String from, String to);

  /** Whether accepted versions go live at once. */
  boolean hotReload();

  /** Switches that, for good: it survives a restart. Never waits for an order that runs. */
  void hotReload(boolean enabled, String door, String author);

  /** Whether each new version waits for a person. */
  boolean safety();

  /** Switches that, for good: it survives a restart. */
  void safety(boolean enabled, String door, String author);
}
