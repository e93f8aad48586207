// SPDX-License-Identifier: Apache-2.0
package forge.guard;

/** Ends a call from inside. No handler of a skill can keep it. */
public final class SkillKill extends Error {
  private static final long serialVersionUID = 1;

  /** Why a call is ended. */
  public enum Reason {
    /** All skills are stopped. */
    HALTED,
    /** Its deadline has passed. */
    TIMEOUT,
    /** It used more than its budget. */
    OVER_BUDGET,
    /** Its calls are nested too deeply. */
    TOO_DEEP,
    /** Nobody waits for it any more. */
    LEFT
  }

  private final Reason reason;

  SkillKill(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
