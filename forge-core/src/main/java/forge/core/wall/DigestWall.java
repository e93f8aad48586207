// SPDX-License-Identifier: Apache-2.0
package forge.core.wall;

import forge.core.data.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.weaving.WeavingException;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Lets no class of a skill be defined but those that were verified, by digest.
 *
 * <p>It weaves nothing: that was done when the skill was packed. A hook that throws anything but a
 * {@link WeavingException} is never asked again, and the next class would pass unseen.
 */
final class DigestWall implements WeavingHook {

  private static final String CLASS = ".class";

  private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();

  /** From now on a bundle at that location may define the classes among these entries. */
  void expect(String location, Map<String, byte[]> entries) {
    Map<String, String> digests = new HashMap<>();
    entries.forEach(
        (path, bytes) -> {
          if (path.endsWith(CLASS))
            digests.put(
                path.substring(0, path.length() - CLASS.length()).replace('/', '.'),
                Digest.sha256(bytes));
        });
    known.put(location, Map.copyOf(digests));
  }

  void forget(String location) {
    known.remove(location);
  }

  @Override
  public void weave(WovenClass woven) {
    try {
      Bundle bundle = woven.getBundleWiring().getBundle();
      if (SkillBundles.isSkill(bundle) && !isKnown(bundle.getLocation(), woven))
        throw new WeavingException(woven.getClassName() + " is not what was verified");
    } catch (WeavingException e) {
      throw e;
    } catch (Throwable e) {
      throw new WeavingException("a class cannot be checked", e);
    }
  }

  private boolean isKnown(String location, WovenClass woven) {
    String digest = known.getOrDefault(location, Map.of()).get(woven.getClassName());
    return Digest.sha256(woven.getBytes()).equals(digest);
  }
}
