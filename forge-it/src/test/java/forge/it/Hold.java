// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Holds the thread that logs a line of a skill, whatever interrupts it. */
final class Hold extends Handler implements AutoCloseable {

  /** The statement of a skill's body that is held. */
  static final String STATEMENT = "context.log(\"hold\");\n";

  private static final Logger SKILLS = Logger.getLogger("skill");
  private final CountDownLatch open = new CountDownLatch(1);
  private final Semaphore arrivals = new Semaphore(0);

  Hold() {
    SKILLS.setLevel(Level.INFO);
    SKILLS.addHandler(this);
  }

  @Override
  public void publish(LogRecord line) {
    if (!line.getMessage().equals("hold")) return;
    arrivals.release();
    while (open.getCount() > 0)
      try {
        open.await();
      } catch (InterruptedException e) {
        continue;
      }
  }

  /** Waits until so many more are held. */
  void awaitArrivals(int count) throws InterruptedException {
    assertThat(arrivals.tryAcquire(count, 60, TimeUnit.SECONDS)).as("came to be held").isTrue();
  }

  @Override
  public void flush() {
    // Nothing is kept.
  }

  @Override
  public void close() {
    SKILLS.removeHandler(this);
    open.countDown();
  }
}
