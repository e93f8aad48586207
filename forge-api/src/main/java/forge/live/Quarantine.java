// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Skills of which a call would not end when it was told to. They run isolated until somebody lets
 * them out.
 */
@ProviderType
public interface Quarantine {

  /** Lets the skill run as the rules say again; false when it is not in quarantine. */
  boolean release(SkillName name, String door, String author);
}
