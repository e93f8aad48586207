// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compiled classes.
 *
 * @param classes class file bytes by binary name ({@code forge_gen_x.X$1})
 * @param warnings what the compiler had to say
 */
public record ClassSet(Map<String, byte[]> classes, List<Finding> warnings) {
  /** Copies the map, not the bytes. */
  public ClassSet {
    classes = Collections.unmodifiableMap(new TreeMap<>(classes));
    warnings = List.copyOf(warnings);
  }
}
