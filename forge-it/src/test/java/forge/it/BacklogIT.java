// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeFramework;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** What is replaced faster than one thread takes it down does not pile up. */
class BacklogIT {

  private static final int CHANGES = 150;

  /** Those that may wait, and some that are on their way. */
  private static final int FEW = 60;

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  /** Keeps the thread that takes bundles down from its work. */
  private static final class Slow implements SynchronousBundleListener, AutoCloseable {
    private final BundleContext context = FORGE.bundleContext();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Slow() {
      context.addBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
      if (event.getType() != BundleEvent.STOPPING) return;
      if (!Thread.currentThread().getName().startsWith("forge-take-down")) return;
      held.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      released.countDown();
      context.removeBundleListener(this);
    }
  }

  private static int bundles() {
    return FORGE.bundleContext().getBundles().length;
  }

  @Test
  void bundlesDoNotPileUp() throws Exception {
    Caller caller = new Caller(FORGE.client());
    int before = bundles();
    int most = 0;
    try (Slow slow = new Slow()) {
      for (int i = 0; i < CHANGES; i++) {
        caller.createBody("backlog", "return " + i + ";").ok();
        if (i == 1) slow.held.await();
        most = Math.max(most, bundles() - before);
      }
    }
    assertThat(most).isBetween(30, FEW);
    assertThat(caller.call("backlog").value()).isEqualTo(CHANGES - 1L);
  }
}
