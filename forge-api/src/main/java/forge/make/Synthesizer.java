// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Writes source for a spec. Services of this type are asked in order of ranking, strongest first.
 */
@ConsumerType
public interface Synthesizer {

  /**
   * Drafts the source.
   *
   * @param spec what is wanted
   * @param findings what was wrong with the last draft; empty the first time
   * @return the source, or empty when this synthesizer does not serve such a spec
   */
  Optional<SourceSet> draft(SkillSpec spec, List<Finding> findings);
}
