// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeFramework;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is replaced by many at once is taken down as fast as it is replaced. */
class BacklogIT {

  private static final int CLIENTS = 4;
  private static final int CHANGES = 250;

  /** Some that wait, and those that each client brings up and replaces just now. */
  private static final int FEW = 80;

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private final AtomicInteger most = new AtomicInteger();

  private static int bundles() {
    return FORGE.bundleContext().getBundles().length;
  }

  private void change(int client) {
    Caller caller = new Caller(FORGE.client());
    for (int i = 0; i < CHANGES; i++) {
      caller.createBody("backlog_" + client, "return " + i + ";").ok();
      most.accumulateAndGet(bundles(), Math::max);
    }
  }

  @Test
  void bundlesDoNotPileUp() throws Exception {
    int before = bundles();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        all.add(clients.submit(() -> change(client)));
      }
      for (Future<?> ended : all) ended.get();
    } finally {
      clients.shutdownNow();
    }
    assertThat(most.get() - before).isLessThan(FEW);
  }
}
