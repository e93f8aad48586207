// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What one call of a skill may still use, and the order to end it. */
public final class Allowance {

  /** Nothing runs. */
  static final Allowance NONE = new Allowance(Long.MAX_VALUE, () -> 0, text -> {});

  private final long maxBytes;
  private final LongSupplier allocated;
  private final Consumer<String> log;
  private volatile SkillKill kill;

  /**
   * The allowance of a call that begins.
   *
   * @param maxBytes how much it may allocate
   * @param allocated how much it has allocated, asked on its own thread
   * @param log where what it prints goes
   */
  public Allowance(long maxBytes, LongSupplier allocated, Consumer<String> log) {
    this.maxBytes = maxBytes;
    this.allocated = allocated;
    this.log = log;
  }

  /**
   * Orders the end of the call; it obeys at its next poll. The first order counts.
   *
   * @return whether this was the first
   */
  public synchronized boolean kill(SkillKill.Reason reason, String message) {
    if (kill != null) return false;
    kill = new SkillKill(reason, message);
    return true;
  }

  /** Whether the call was told to end. */
  public boolean isKilled() {
    return kill != null;
  }

  /** The order to end; null while there is none, for this is asked in every loop. */
  public SkillKill killed() {
    return kill;
  }

  /** Refuses what would go over the budget at once, before it is allocated. */
  void charge(long bytes) {
    if (bytes > Check.MAX_BYTES)
      throw end(
          SkillKill.Reason.OVER_BUDGET,
          Check.megabytes(bytes)
              + " in one object, of "
              + Check.megabytes(Check.MAX_BYTES)
              + " at most");
    if (allocated.getAsLong() + bytes > maxBytes)
      throw end(
          SkillKill.Reason.OVER_BUDGET,
          "more than its budget of " + Check.megabytes(maxBytes) + " was allocated");
    Guard.much(bytes);
  }

  SkillKill end(SkillKill.Reason reason, String message) {
    kill(reason, message);
    return kill;
  }

  void log(String text) {
    log.accept(text);
  }
}
