// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/**
 * A skill answers while it is replaced: no call fails, and nobody gets an older version after a
 * newer one has answered.
 */
class ZeroGapSwapIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final int SWAPS = 100;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Reply create(String name, int generation) {
    Reply reply = http().createBody(name, "return " + generation + ";");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  private static long generation(Reply reply) {
    return (Long) reply.value();
  }

  @Test
  void aHundredSwapsUnderLoadFailNoCall() throws Exception {
    create("swapped", 0);
    Version version = Version.parseVersion("1.0.0");
    try (ServiceCount services = new ServiceCount(FORGE.bundleContext(), "swapped")) {
      Hammer hammer = new Hammer(FORGE.address(), "swapped", ZeroGapSwapIT::generation);
      try (hammer) {
        for (int i = 1; i <= SWAPS; i++) {
          Version next = Version.parseVersion((String) create("swapped", i).field("version"));
          assertThat(next).isGreaterThan(version);
          assertThat(http().call("swapped").value()).isEqualTo((long) i);
          version = next;
        }
        long calls = hammer.calls();
        await().until(() -> hammer.calls() > calls + 100);
      }
      assertThat(hammer.faults()).isEmpty();
      assertThat(hammer.newest()).isEqualTo(SWAPS);
      assertThat(hammer.calls()).isGreaterThan(SWAPS);
      assertThat(services.fewest()).as("services at any moment").isPositive();
      await().until(() -> services.now() == 1);
    }
  }

  /**
   * Shows that the test above can fail: the same callers, the same checks and the same bundles, but
   * each version is put in place of the one before by {@link Bundle#update}. Between the stop of
   * the old one and the registration of the new one no service is there, and callers notice.
   */
  @Test
  void theSameSwapsByBundleUpdateAreNoticed() throws Exception {
    List<byte[]> generations = jars("updated");
    Bundle bundle =
        FORGE
            .bundleContext()
            .installBundle("it:updated", new ByteArrayInputStream(generations.get(0)));
    bundle.start();
    await().until(() -> http().call("updated").status() == 200);
    try (ServiceCount services = new ServiceCount(FORGE.bundleContext(), "updated")) {
      Hammer hammer = new Hammer(FORGE.address(), "updated", ZeroGapSwapIT::generation);
      try (hammer) {
        for (int i = 1; i <= SWAPS && hammer.faults().isEmpty(); i++)
          bundle.update(new ByteArrayInputStream(generations.get(i % generations.size())));
      }
      assertThat(hammer.faults()).isNotEmpty();
      assertThat(services.fewest()).as("services at some moment").isZero();
    } finally {
      bundle.uninstall();
    }
  }

  /** Bundles of a skill as the forge makes them; the skill itself is retired again. */
  private static List<byte[]> jars(String name) throws Exception {
    List<byte[]> jars = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String sha256 = (String) create(name, 1).field("sha256");
      jars.add(Files.readAllBytes(FORGE.data().resolve("store/bundles/" + sha256 + ".jar")));
    }
    assertThat(http().delete("/api/v1/skills/" + name).status()).isEqualTo(200);
    await().until(() -> http().call(name).status() == 404);
    return jars;
  }
}
