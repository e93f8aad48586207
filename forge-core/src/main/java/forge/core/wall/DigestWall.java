// SPDX-License-Identifier: Apache-2.0
package forge.core.wall;

import forge.core.data.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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

  /** From now on a bundle at that location may define the classes of these bytes. */
  void expect(String location, byte[] jar) {
    Map<String, String> digests = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(CLASS))
          digests.put(
              name.substring(0, name.length() - CLASS.length()).replace('/', '.'),
              Digest.sha256(in.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
