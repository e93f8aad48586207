// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.make.Delivery;
import forge.make.Rejected;
import org.osgi.annotation.versioning.ProviderType;

/** Takes bundles that were built elsewhere, through the same gate as forged ones. */
@ProviderType
public interface Intake {

  /**
   * Takes the bundle as it is, byte for byte, and puts its skill in service: name, description,
   * schemas and version are what its one component says with {@link forge.api.SkillInfo}. Bytes
   * that are in service already, or wait already, change nothing.
   *
   * @return what became of it; a refusal after the jar was read is a report, too
   * @throws Rejected when the jar is no bundle with one skill; nothing has changed then
   */
  ForgeReport take(Delivery delivery);
}
