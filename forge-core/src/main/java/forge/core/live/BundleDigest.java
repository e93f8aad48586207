// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

import forge.core.data.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;

/** A digest of a bundle whose jar nobody handed over: of its entries, by name and content. */
final class BundleDigest {

  private BundleDigest() {}

  static String of(Bundle bundle) {
    Map<String, URL> entries = new TreeMap<>();
    for (URL url : Collections.list(bundle.findEntries("/", "*", true)))
      if (!url.getPath().endsWith("/")) entries.put(url.getPath(), url);
    MessageDigest digest = Digest.digest();
    entries.forEach(
        (path, url) -> {
          digest.update(path.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          try (InputStream in = url.openStream()) {
            digest.update(in.readAllBytes());
          } catch (IOException e) {
            throw new IllegalArgumentException("its entry " + path + " cannot be read", e);
          }
        });
    return HexFormat.of().formatHex(digest.digest());
  }
}
