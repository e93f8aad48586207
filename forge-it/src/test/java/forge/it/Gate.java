// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A place inside of a skill where its calls wait until a test lets them go.
 *
 * <p>The skill comes to it by the one thing that it may do beside answering: it logs a line.
 */
final class Gate extends Handler implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;
  private static final Logger SKILLS = Logger.getLogger("skill");

  private final String key = "gate " + UUID.randomUUID();
  private final Semaphore arrivals = new Semaphore(0);
  private final CountDownLatch open = new CountDownLatch(1);

  Gate() {
    SKILLS.setLevel(Level.INFO);
    SKILLS.setUseParentHandlers(false);
    SKILLS.addHandler(this);
  }

  /** One that stands open: it only tells who came. */
  static Gate ofTheOpen() {
    Gate gate = new Gate();
    gate.open();
    return gate;
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getMessage().equals(key)) pass();
  }

  @Override
  public void flush() {
    // nothing is written
  }

  private void pass() {
    arrivals.release();
    try {
      assertThat(open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("gate opened").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The statement of a skill's body that goes through the gate. */
  String statement() {
    return "context.log(\"" + key + "\");\n";
  }

  /** Waits until one more call stands before the gate. */
  void awaitArrival() {
    try {
      boolean came = arrivals.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(came).as("a call came to the gate").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many calls stand before the gate and were not awaited. */
  int waiting() {
    return arrivals.availablePermits();
  }

  void open() {
    open.countDown();
  }

  @Override
  public void close() {
    open();
    SKILLS.removeHandler(this);
  }
}
