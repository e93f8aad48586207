// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.core.wall.SkillBundles;
import forge.make.SkillBundle;

/** Where a forged bundle is installed: a location of its own for each time it is brought up. */
final class SkillLocation {

  private SkillLocation() {}

  static String of(SkillBundle bundle, long number) {
    return SkillBundles.PREFIX + bundle.name() + "/" + bundle.version() + "/" + number;
  }
}
