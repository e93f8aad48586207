// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.core.live.Cell;
import forge.make.Budget;
import forge.make.SkillBundle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** A version of a skill whose code runs in workers of its own, and the workers it has. */
final class IsolatedSkill implements Cell {

  private static final long LEAST_HEAP = 64;
  private static final long MOST_HEAP = 1024;
  private static final int HEAP_SHARE = 8;

  final SkillBundle bundle;
  final String type;
  final long heapMegabytes;
  final int parallel;
  private final Workers workers;

  /** Those that wait for a call, the one used last first; held by the pool's lock, as the count. */
  final Deque<Helper> idle = new ArrayDeque<>();

  int count;
  boolean closed;

  IsolatedSkill(Workers workers, SkillBundle bundle, String type, Budget budget, int parallel) {
    this.workers = workers;
    this.bundle = bundle;
    this.type = type;
    this.heapMegabytes = heap(budget);
    this.parallel = Math.min(budget.parallel(), parallel);
  }

  /** A part of all that a call may allocate is in use at once. */
  static long heap(Budget budget) {
    long share = (budget.allocatedBytes() >> 20) / HEAP_SHARE;
    return Math.max(LEAST_HEAP, Math.min(MOST_HEAP, share));
  }

  @Override
  public Visit visit(Map<String, Object> arguments, Budget budget, Host host) {
    return new IsolatedCall(workers, this, arguments, budget, host);
  }

  @Override
  public void close() {
    workers.close(this);
  }

  @Override
  public String toString() {
    return bundle.name() + " " + bundle.version();
  }
}
