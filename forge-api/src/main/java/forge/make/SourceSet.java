// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Java source, ready to compile.
 *
 * @param files text by simple file name ({@code SalesforceSentinel.java}), all of one package
 */
public record SourceSet(Map<String, String> files) {
  /** Copies the map; at least one file. */
  public SourceSet {
    if (files.isEmpty()) throw new IllegalArgumentException("no source");
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }
}
