// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How one call ended: a value, or a failure with its message.
 *
 * @param value the value, plain data or what becomes plain data; null is JSON null, and what a
 *     failure has
 * @param failure why there is no value
 * @param message for whoever called; empty on success
 * @param problems what is wrong with which argument
 */
public record SkillResult(
    Object value, Optional<Failure> failure, String message, List<Problem> problems) {

  /** Copies the list. */
  public SkillResult {
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(message, "message");
    problems = List.copyOf(problems);
  }

  /**
   * Success.
   *
   * @param value null, {@code String}, {@code Character}, {@code Boolean}, a finite {@code Number},
   *     or a {@code Map} with text keys, {@code Iterable}, array or record of such; a {@code
   *     SkillResult} is passed through
   */
  public static SkillResult ok(Object value) {
    return value instanceof SkillResult result
        ? result
        : new SkillResult(value, Optional.empty(), "", List.of());
  }

  /** Failure, with a message that says what to do. */
  public static SkillResult failed(Failure failure, String message) {
    return new SkillResult(null, Optional.of(failure), message, List.of());
  }

  /** The failure that a refusal stands for. */
  public static SkillResult refused(Refusal refusal) {
    return new SkillResult(
        null, Optional.of(refusal.failure()), refusal.getMessage(), refusal.problems());
  }

  /** Whether there is a value. */
  public boolean isOk() {
    return failure.isEmpty();
  }
}
