// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.live.Generation;
import forge.core.wall.SkillBundles;
import forge.make.Origin;
import forge.make.SkillBundle;
import org.osgi.framework.Bundle;

/**
 * Where a bundle of the forge is installed: a location of its own for each time it is brought up.
 */
final class SkillLocation {

  /** A bundle that somebody else built is trusted: it stands before the walls. */
  private static final String BROUGHT = "brought:";

  private SkillLocation() {}

  /** Whether the forge brought the bundle up, and not somebody else. */
  static boolean isOurs(Bundle bundle) {
    return SkillBundles.isSkill(bundle) || bundle.getLocation().startsWith(BROUGHT);
  }

  /** Whether the forge brought the generation up, and not somebody else. */
  static boolean isOurs(Generation generation) {
    return generation.bundle().map(SkillLocation::isOurs).orElse(true);
  }

  static String of(SkillBundle bundle, long number) {
    String prefix = bundle.origin() == Origin.BUNDLE ? BROUGHT : SkillBundles.PREFIX;
    return of(prefix, bundle.name(), bundle.version(), number);
  }

  /** Of one that is forged here and not packed yet. */
  static String of(SkillName name, String version, long number) {
    return of(SkillBundles.PREFIX, name, version, number);
  }

  private static String of(String prefix, SkillName name, String version, long number) {
    return prefix + name + "/" + version + "/" + number;
  }
}
