// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.SkillName;
import forge.live.Progress;
import forge.make.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls that a call is made within: who called whom, until when, and how many may still come.
 */
public final class Chain {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_CALLS = 1_000;

  private final List<SkillName> names;
  private final long deadline;
  private final boolean limited;
  private final AtomicInteger left;
  private final Progress progress;
  private Runnable end = () -> {};
  private boolean ended;

  private Chain(
      List<SkillName> names,
      long deadline,
      boolean limited,
      AtomicInteger left,
      Progress progress) {
    this.names = names;
    this.deadline = deadline;
    this.limited = limited;
    this.left = left;
    this.progress = progress;
  }

  /** Of a call that no skill made; who made it may hear how far it has come. */
  public static Chain first(Progress progress) {
    return new Chain(List.of(), 0, false, new AtomicInteger(MAX_CALLS), progress);
  }

  /** Of a call that this skill makes, which has to end by the deadline of its caller. */
  Chain next(SkillName caller, long until) {
    List<SkillName> all = new ArrayList<>(names);
    all.add(caller);
    return new Chain(List.copyOf(all), until, true, left, Progress.NONE);
  }

  /** Who hears how far the call has come. */
  Progress progress() {
    return progress;
  }

  /** What stands against one more call; empty: nothing. */
  String fault(SkillName callee) {
    if (names.contains(callee)) return "skills would call each other in a circle: " + words(callee);
    if (names.size() >= MAX_DEPTH)
      return "skills may call each other " + MAX_DEPTH + " deep: " + words(callee);
    if (left.decrementAndGet() < 0)
      return "one call may lead to " + MAX_CALLS + " calls of other skills";
    return "";
  }

  private String words(SkillName callee) {
    return String.join(" -> ", names.stream().map(SkillName::value).toList()) + " -> " + callee;
  }

  /** A budget within what is left of the caller's time. */
  Budget within(Budget budget) {
    if (!limited) return budget;
    long nanos = Math.max(1, deadline - System.nanoTime());
    if (nanos >= budget.wall().toNanos()) return budget;
    return new Budget(
        Duration.ofNanos(nanos), budget.cpu(), budget.allocatedBytes(), budget.parallel());
  }

  /** What ends the call; done at once when nobody waits for it any more. */
  void onEnd(Runnable what) {
    boolean late;
    synchronized (this) {
      end = what;
      late = ended;
    }
    if (late) what.run();
  }

  /** Nobody waits for the call any more. */
  void end() {
    Runnable what;
    synchronized (this) {
      ended = true;
      what = end;
    }
    what.run();
  }
}
