// SPDX-License-Identifier: Apache-2.0
package forge.core.spec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** What somebody else wrote, made fit for a message. */
final class Words {

  private static final int MAX = 64;

  private Words() {}

  /** Printable ASCII only, and not endless. */
  static String shown(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(MAX).forEach(c -> out.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
    return text.length() > MAX ? out + "…" : out.toString();
  }

  static String list(Collection<String> words) {
    return String.join(", ", new TreeSet<>(words));
  }

  static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((name, value) -> named.put(name.toString(), value));
    return named;
  }
}
