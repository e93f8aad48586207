// SPDX-License-Identifier: Apache-2.0
package forge.guard;

import java.util.concurrent.Callable;

/** A thread that runs skills, one call at a time. Woven code runs on no other. */
public final class SkillThread extends Thread {

  /** Virtual memory; pages that no call reaches are never used. */
  private static final long STACK_BYTES = 16L << 20;

  /** In bytes of frames as the interpreter lays them out; what lies between them is the JDK's. */
  static final int MAX_DEPTH = 3 << 20;

  int depth;
  Allowance allowance = Allowance.NONE;

  /** A thread without a context class loader and without what other threads inherit. */
  public SkillThread(Runnable task, String name) {
    super(null, task, name, STACK_BYTES, false);
    setDaemon(true);
    setContextClassLoader(null);
  }

  /** The thread that runs; skills run nowhere else. */
  static SkillThread current() {
    if (Thread.currentThread() instanceof SkillThread thread && thread.allowance != Allowance.NONE)
      return thread;
    throw new IllegalStateException("a skill's code runs within its calls only");
  }

  /** Whether no call runs on it. */
  public boolean isFree() {
    return allowance == Allowance.NONE;
  }

  /** Runs one call on this, which must be the current thread. */
  public <T> T run(Allowance allowed, Callable<T> call) throws Exception {
    if (Thread.currentThread() != this) throw new IllegalStateException("not this thread");
    Allowance before = allowance;
    int depthBefore = depth;
    allowance = allowed;
    try {
      return call.call();
    } finally {
      allowance = before;
      depth = depthBefore;
    }
  }
}
