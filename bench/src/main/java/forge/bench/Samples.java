// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import java.util.Map;

/** The skill on which single steps are measured: the one that {@code create} makes. */
public final class Samples {

  private Samples() {}

  /** The text of an order for it. */
  public static String order(String name) {
    return Json.write(new Variant(0).spec(name));
  }

  /** What it is called with. */
  public static Map<String, Object> arguments() {
    return new Variant(0).arguments();
  }
}
