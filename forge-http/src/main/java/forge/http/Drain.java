// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A graceful stop: when the framework begins to stop, new requests are told so, and those in flight
 * get some seconds to end, before anything they need is taken down.
 */
@Component(service = Drain.class)
public final class Drain implements SynchronousBundleListener {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Optional<BundleContext> context;

  /** The one party is the gateway itself; a request is one more while it runs. */
  private final Phaser requests = new Phaser(1);

  private volatile boolean stopping;

  /** Listens for the stop of the framework. */
  @Activate
  public Drain(BundleContext context) {
    this(Optional.of(context));
  }

  Drain(Optional<BundleContext> context) {
    this.context = context;
    context.ifPresent(bundle -> bundle.addBundleListener(this));
  }

  @Deactivate
  void close() {
    context.ifPresent(bundle -> bundle.removeBundleListener(this));
  }

  /**
   * A request begins.
   *
   * @throws ErrorAnswer 503 when the gateway stops
   */
  void begin() {
    enter();
    try {
      require();
    } catch (ErrorAnswer e) {
      end();
      throw e;
    }
  }

  /** A request begins, whether or not it will be let in. */
  void enter() {
    requests.register();
  }

  /**
   * Does nothing while the gateway stays.
   *
   * @throws ErrorAnswer 503 when it stops
   */
  void require() {
    if (!stopping) return;
    throw new ErrorAnswer(
        503,
        "stopping",
        "The gateway is stopping; try again when it is back",
        List.of(),
        Map.of("Retry-After", "5", "Connection", "close"));
  }

  /** A request has ended. */
  void end() {
    requests.arriveAndDeregister();
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() != BundleEvent.STOPPING || !isFramework(event.getBundle())) return;
    stopping = true;
    int running = requests.getRegisteredParties() - 1;
    if (running > 0) LOG.info("stopping: {} requests in flight may end", running);
    try {
      requests.awaitAdvanceInterruptibly(
          requests.arrive(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("stopping: {} requests have not ended in time", requests.getUnarrivedParties());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isFramework(Bundle bundle) {
    return bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID;
  }
}
