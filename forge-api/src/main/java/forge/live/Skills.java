// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The skills that are known, forged here or found in a bundle. */
@ProviderType
public interface Skills {

  /**
   * A page of them, in name order.
   *
   * @param query text that name or description must contain, whatever the case; empty: all
   * @param after only names after this one; empty: from the start
   * @param limit at most so many, 1 or more
   */
  List<LiveSkill> list(String query, String after, int limit);

  /** One of them. */
  Optional<LiveSkill> find(SkillName name);

  /** Those in service, in name order. */
  List<LiveSkill> live();

  /** How many there are in each state; no entry: none. Cheap, also when very many are known. */
  Map<SkillState, Integer> counts();

  /**
   * A number that changes with what is told of the skills, traffic aside; it means nothing after
   * the next start.
   */
  long revision();
}
