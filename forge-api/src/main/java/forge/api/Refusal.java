// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.List;
import java.util.Objects;

/**
 * A skill will not answer, and says why. Thrown by skills and by what skills call.
 *
 * <p>Carries no stack trace: it is an answer, not a bug.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Failure failure;
  private final transient List<Problem> problems;

  /** A skill's own refusal, {@link Failure#SKILL_ERROR}. */
  public Refusal(String message) {
    this(Failure.SKILL_ERROR, message, List.of());
  }

  /** A refusal of the given kind. */
  public Refusal(Failure failure, String message, List<Problem> problems) {
    super(Objects.requireNonNull(message, "message"), null, false, false);
    this.failure = Objects.requireNonNull(failure, "failure");
    this.problems = List.copyOf(problems);
  }

  /** One argument does not fit: {@link Failure#BAD_INPUT}. */
  public static Refusal badInput(String path, String message) {
    String whole = path.isEmpty() ? message : "'" + path + "' " + message;
    return new Refusal(Failure.BAD_INPUT, whole, List.of(new Problem(path, message)));
  }

  /** What kind of refusal it is. */
  public Failure failure() {
    return failure;
  }

  /** What is wrong with which argument; empty when that is not what it is about. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }
}
