// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.Skill;
import forge.core.live.LiveSkills;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/** A bundle that was started, and what its service comes to. */
record Berth(Bundle bundle, CompletableFuture<ServiceReference<Skill>> arrival) {

  /** How a bundle is installed. */
  @FunctionalInterface
  interface Installing {
    Bundle install() throws BundleException;
  }

  /**
   * Installs and starts a bundle, and has its service expected; of one that fails nothing is left.
   *
   * @param location where it is installed
   * @param takeDown takes down what was installed
   */
  static Berth start(
      LiveSkills live, String location, Installing installing, Consumer<Bundle> takeDown)
      throws BundleException {
    CompletableFuture<ServiceReference<Skill>> arrival = live.expect(location);
    Bundle bundle = null;
    boolean started = false;
    try {
      bundle = installing.install();
      bundle.start(Bundle.START_TRANSIENT);
      started = true;
      return new Berth(bundle, arrival);
    } finally {
      if (!started) live.forget(location);
      if (!started && bundle != null) takeDown.accept(bundle);
    }
  }
}
