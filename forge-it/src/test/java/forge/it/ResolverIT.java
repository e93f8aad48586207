// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeFramework;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A skill's bundle has few wires: whoever starts it resolves it. */
class ResolverIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  @Test
  void aCreateHandsNothingToOtherThreadsOfTheResolver() {
    Caller http = new Caller(FORGE.client());
    http.createBody("resolved", "return 1;").ok();
    assertThat(http.call("resolved").value()).isEqualTo(1L);
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    assertThat(threads).as("the framework is in this JVM").contains("FelixDispatchQueue");
    assertThat(threads).noneMatch(name -> name.startsWith("FelixResolver"));
  }
}
