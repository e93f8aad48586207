// SPDX-License-Identifier: Apache-2.0
package forge.core.wall;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Tells the bundles that were forged here from all others: by where they are installed. */
public final class SkillBundles {

  /** What the location of each forged bundle begins with. */
  public static final String PREFIX = "forge:";

  private SkillBundles() {}

  /** Whether the bundle was forged here. */
  public static boolean isSkill(Bundle bundle) {
    return bundle != null && bundle.getLocation().startsWith(PREFIX);
  }

  /** Whether it is the context of such a bundle; one that is no longer valid asks nothing. */
  static boolean isSkill(BundleContext context) {
    try {
      return isSkill(context.getBundle());
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
