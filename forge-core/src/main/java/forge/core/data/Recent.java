// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that keep what was asked for last, and no more. */
public final class Recent {

  private Recent() {}

  /**
   * An empty one, for any threads; beyond so many entries it forgets the one that nobody asked for
   * the longest.
   */
  public static <K, V> Map<K, V> map(int most) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        });
  }
}
