// SPDX-License-Identifier: Apache-2.0
package forge.make;

import forge.api.Failure;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A call and what it must answer, tried before a version goes live.
 *
 * @param input the arguments, plain data
 * @param output the value, plain data; null is JSON null
 * @param error when there, the failure that is expected in place of a value
 */
public record Example(Map<String, Object> input, Object output, Optional<Failure> error) {
  /** Copies the input. */
  public Example {
    input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
    Objects.requireNonNull(error, "error");
  }
}
