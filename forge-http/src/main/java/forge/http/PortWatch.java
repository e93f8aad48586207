// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a port once a second for as long as it is open. It has a thread of its own, since those
 * of the server are what it looks after.
 */
final class PortWatch implements LifeCycle.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(PortWatch.class);

  private final Runnable look;
  private final Thread thread = new Thread(this::watch, "port-watch");

  /** Begins with the life that it listens to, and ends with it. */
  PortWatch(Runnable look) {
    this.look = look;
    thread.setDaemon(true);
  }

  @Override
  public void lifeCycleStarted(LifeCycle started) {
    thread.start();
  }

  @Override
  public void lifeCycleStopping(LifeCycle stopping) {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.SECONDS.sleep(1);
        lookNow();
      }
    } catch (InterruptedException e) {
      // The port closes.
    }
  }

  /** No error may end the watch: it is for the case that there is no memory. */
  private void lookNow() {
    try {
      look.run();
    } catch (RuntimeException | Error e) {
      tell(e);
    }
  }

  private static void tell(Throwable failure) {
    try {
      LOG.warn("the port could not be looked at; it is tried again", failure);
    } catch (OutOfMemoryError e) {
      // The next look is in a second.
    }
  }
}
