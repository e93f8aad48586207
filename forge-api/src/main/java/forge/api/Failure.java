// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a call gave no value. Each door maps these to its own protocol, in one place. */
public enum Failure {
  /** The arguments do not fit the schema. */
  BAD_INPUT,
  /** The skill reached for something it was not granted. */
  DENIED,
  /** No skill of that name is in service. */
  UNKNOWN_SKILL,
  /** The skill refused; its own message says why. */
  SKILL_ERROR,
  /** Too many calls at once. */
  BUSY,
  /** The skill failed in a way it did not mean to. */
  SKILL_BROKEN,
  /** Every forged skill is stopped. */
  HALTED,
  /** An earlier call of this version would not end, so it is not called any more. */
  QUARANTINED,
  /** The call did not end by its deadline. */
  TIMEOUT,
  /** The call used more than its budget. */
  OVER_BUDGET;

  /** The stable machine word: the name in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The failure with that {@link #code()}, if there is one. */
  public static Optional<Failure> ofCode(String code) {
    return Arrays.stream(values()).filter(failure -> failure.code().equals(code)).findFirst();
  }
}
