// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A place inside of a skill where its calls wait until a test lets them go.
 *
 * <p>The skill finds it where everything of one JVM meets: in the system properties.
 */
final class Gate implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 20;

  private final String key = "forge.it.gate." + UUID.randomUUID();
  private final Semaphore arrivals = new Semaphore(0);
  private final CountDownLatch open = new CountDownLatch(1);

  Gate() {
    System.getProperties().put(key, (Runnable) this::pass);
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
    return "((Runnable) System.getProperties().get(\"" + key + "\")).run();\n";
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
    System.getProperties().remove(key);
  }
}
