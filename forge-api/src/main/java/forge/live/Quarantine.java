// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Versions of which a call would not end when it was told to. They are not called any more until
 * another version goes live, or somebody lets them out.
 */
@ProviderType
public interface Quarantine {

  /** Lets the version in service be called again; false when it is not in quarantine. */
  boolean release(SkillName name, String door, String author);
}
