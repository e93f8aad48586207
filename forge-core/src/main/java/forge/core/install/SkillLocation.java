// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.make.SkillBundle;
import org.osgi.framework.Bundle;

/** Where a forged bundle is installed: a location of its own for each time it is brought up. */
final class SkillLocation {

  static final String PREFIX = "forge:";

  private SkillLocation() {}

  /** Whether the forge brought the bundle up, and not somebody else. */
  static boolean isOurs(Bundle bundle) {
    return bundle.getLocation().startsWith(PREFIX);
  }

  static String of(SkillBundle bundle, long number) {
    return PREFIX + bundle.name() + "/" + bundle.version() + "/" + number;
  }
}
