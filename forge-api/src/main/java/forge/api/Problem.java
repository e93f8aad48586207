// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.Objects;

/**
 * One thing that is wrong with a value that was given.
 *
 * @param path where in the value, e.g. {@code params[0].type} or {@code org_id}; empty: the whole
 * @param message what is wrong and what would be right
 */
public record Problem(String path, String message) {
  /** Refuses null. */
  public Problem {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(message, "message");
  }
}
