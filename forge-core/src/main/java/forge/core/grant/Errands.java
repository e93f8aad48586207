// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.Failure;
import forge.api.Refusal;
import forge.guard.Guard;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of the gateway that do for skills what may block: the skill's thread waits and can be
 * ended at any time. Nothing is queued, so nobody waits for a thread.
 */
public final class Errands {

  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  /** With at most so many at once. */
  public Errands(String name, int most) {
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Has a task done and waits for it.
   *
   * @param deadline until when, as {@link System#nanoTime()} counts
   * @param cancel what ends the task when nobody waits for it any more
   * @throws Refusal what the task threw, or that it takes too long
   */
  public <T> T run(long deadline, Runnable cancel, Callable<T> task) {
    FutureTask<T> errand = new FutureTask<>(task);
    try {
      threads.execute(errand);
    } catch (RejectedExecutionException e) {
      throw refusal(Failure.BUSY, "too much goes on at once; try again in a moment");
    }
    return await(errand, deadline, cancel);
  }

  private static <T> T await(FutureTask<T> errand, long deadline, Runnable cancel) {
    try {
      return errand.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      cancel.run();
      Guard.poll();
      throw refusal(Failure.TIMEOUT, "the gateway is stopping");
    } catch (TimeoutException e) {
      cancel.run();
      throw refusal(Failure.TIMEOUT, "no answer before the deadline of the call");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refused) throw refused;
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Refusal refusal(Failure failure, String message) {
    return new Refusal(failure, message, List.of());
  }

  /** Ends what runs. */
  public void close() {
    threads.shutdownNow();
  }
}
