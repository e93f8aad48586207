// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import forge.make.Tier;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Which tier each skill runs in, why, and what an operator decides of it. */
@ProviderType
public interface Tiers {

  /**
   * Where a skill runs.
   *
   * @param tier the tier
   * @param reason which rule put it there: {@code default}, {@code spec}, {@code budget}, {@code
   *     operator}, {@code policy}, {@code quarantine}, {@code leaks} or {@code bundle}
   */
  record Ruled(Tier tier, String reason) {}

  /** Of the version in service, or of the one that waits; empty when no such skill is known. */
  Optional<Ruled> of(SkillName name);

  /**
   * Decides for exactly these bytes of a skill, for good.
   *
   * @param sha256 digest of a version that is in service or waits
   * @param tier the tier; empty: as the rules say
   * @return false when the skill has no such version
   */
  boolean assign(SkillName name, String sha256, Optional<Tier> tier, String door, String author);

  /**
   * How the isolated tier is.
   *
   * @param workers processes that are up
   * @param most how many there may be
   * @param network {@code none} when a worker has no network, else {@code shared}
   * @param user who workers run as: {@code nobody} or {@code gateway}
   * @param limits what the system limits beside the JVM: {@code memory}, {@code cpu}, {@code
   *     files}, {@code privileges}
   * @param leaked calls in the gateway's own process that do not end though they were told to
   * @param compiler where sources are compiled: in a {@code process} of their own, or in the {@code
   *     gateway}
   */
  record Isolation(
      int workers,
      int most,
      String network,
      String user,
      List<String> limits,
      int leaked,
      String compiler) {
    /** Copies the list. */
    public Isolation {
      limits = List.copyOf(limits);
    }
  }

  /** How the isolated tier is now. */
  Isolation isolation();
}
