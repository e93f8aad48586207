// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import forge.guard.Allowance;
import forge.guard.Guard;
import forge.guard.SkillKill;
import forge.guard.SkillKill.Reason;
import forge.guard.SkillThread;
import forge.make.Budget;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One piece of a skill's code that runs on a thread for skills, within a budget.
 *
 * <p>Whoever waits for it is told at once when it is ended; the thread obeys at its next poll.
 */
public final class Call<T> implements Endable {

  private static final long UNKNOWN = -1;

  private final Budget budget;
  private final ClassLoader bundle;
  private final Callable<T> task;
  private final Allowance allowance;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final long begun = System.nanoTime();
  private volatile SkillThread thread;
  private long cpuBefore = UNKNOWN;
  private long bytesBefore;
  private boolean attended;
  private boolean ended;
  private volatile long killedAt;
  private volatile boolean leaked;
  private volatile Runnable onLeak = () -> {};

  Call(Budget budget, ClassLoader bundle, Consumer<String> log, Callable<T> task) {
    this.budget = budget;
    this.bundle = bundle;
    this.task = task;
    this.allowance = new Allowance(budget.allocatedBytes(), this::bytes, log);
  }

  private long bytes() {
    return Usage.bytes(thread) - bytesBefore;
  }

  /** What it has allocated so far. */
  long allocated() {
    return thread == null || over.isDone() ? 0 : bytes();
  }

  /** Whether it has a budget of memory, and was not told to end. */
  boolean isHeldToMemory() {
    return budget.allocatedBytes() < Long.MAX_VALUE && !allowance.isKilled();
  }

  /**
   * What came of it; completes exceptionally with the {@link SkillKill} when it was ended. Unless
   * it was ended it completes after {@link #over()}, on the thread.
   */
  public CompletableFuture<T> result() {
    return result;
  }

  /** Completes when the thread has let go of it. */
  public CompletableFuture<Void> over() {
    return over;
  }

  /** Whether its thread does not obey though it was told to end. */
  boolean isLeaked() {
    return leaked && !over.isDone();
  }

  @Override
  public boolean kill(Reason reason, String message) {
    if (result.isDone() || !allowance.kill(reason, message)) return false;
    enforce();
    return true;
  }

  /** Makes its polls look, wakes it where it waits, and tells who waits for it. */
  private void enforce() {
    attend();
    wake();
    result.completeExceptionally(allowance.killed());
  }

  /** Makes its polls look, which takes the JVM some milliseconds. */
  synchronized void attend() {
    if (ended || attended) return;
    attended = true;
    Guard.attend(bundle);
  }

  private synchronized void wake() {
    if (killedAt != 0) return;
    killedAt = System.nanoTime();
    if (!ended && thread != null) thread.interrupt();
  }

  /** Runs on the thread. */
  void run() {
    SkillThread current = (SkillThread) Thread.currentThread();
    bytesBefore = Usage.currentBytes();
    thread = current;
    T value = null;
    Throwable failure = null;
    try {
      if (!allowance.isKilled()) value = current.run(allowance, task);
    } catch (Throwable e) {
      failure = e;
    }
    end();
    // Only now: whoever hears of it may call again at once, and wants this one's place.
    if (allowance.isKilled()) result.completeExceptionally(allowance.killed());
    else if (failure == null) result.complete(value);
    else result.completeExceptionally(failure);
  }

  private void end() {
    synchronized (this) {
      ended = true;
      if (attended) Guard.settle(bundle);
      if (leaked) thread.setPriority(Thread.NORM_PRIORITY);
      Thread.interrupted();
    }
    over.complete(null);
  }

  /** Waits for its thread to let go of it; whether it has. */
  boolean awaitOver(long millis) {
    try {
      over.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** It never got a thread. */
  void drop() {
    over.complete(null);
  }

  /** A look at the budget, from outside. */
  void watch() {
    SkillThread running = thread;
    if (running == null || over.isDone()) return;
    if (allowance.isKilled()) {
      enforce();
      return;
    }
    if (System.nanoTime() - begun > budget.wall().toNanos())
      kill(Reason.TIMEOUT, "no answer within its budget of " + budget.wall().toMillis() + " ms");
    else if (cpuNanos(running) > budget.cpu().toNanos())
      kill(
          Reason.OVER_BUDGET,
          "more than its budget of " + budget.cpu().toMillis() + " ms of processor time was used");
    else if (bytes() > budget.allocatedBytes())
      kill(
          Reason.OVER_BUDGET,
          "more than its budget of " + (budget.allocatedBytes() >> 20) + " MB was allocated");
  }

  /**
   * Since the first look, some milliseconds after the start: most calls end before, and are spared
   * it.
   */
  private long cpuNanos(Thread running) {
    long now = Usage.cpuNanos(running);
    if (cpuBefore == UNKNOWN) cpuBefore = now;
    return now - cpuBefore;
  }

  /** What to do when its thread does not obey; done on the thread of the watch. */
  public void onLeak(Runnable what) {
    onLeak = what;
  }

  void leak() {
    synchronized (this) {
      if (!ended) thread.setPriority(Thread.MIN_PRIORITY);
    }
    onLeak.run();
  }

  /** Whether it was told to end so long ago and runs on; true once. */
  boolean leaks(long patienceNanos) {
    if (leaked || over.isDone() || killedAt == 0) return false;
    leaked = System.nanoTime() - killedAt > patienceNanos;
    return leaked;
  }
}
