// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import java.util.Map;

/**
 * What the gateway answered.
 *
 * @param status HTTP status
 * @param text the body
 * @param nanos from the first byte sent to the last byte read
 */
record Reply(int status, String text, long nanos) {

  private static final int SHOWN = 300;

  boolean isOk() {
    return status == 200;
  }

  /** The body as plain data. */
  Object json() {
    return Json.read(text);
  }

  /** Whether it says that the skill is live. */
  boolean isLive() {
    return isOk()
        && json() instanceof Map<?, ?> fields
        && Boolean.TRUE.equals(fields.get("hot_reloaded"));
  }

  /** Status and body, for a person, on one line. */
  String told() {
    String line = text.replaceAll("\\s+", " ");
    return status + " " + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line);
  }
}
