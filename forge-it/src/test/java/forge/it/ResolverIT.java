// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeFramework;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A skill's bundle has few wires: whoever starts it resolves it. */
class ResolverIT {

  @Test
  void aCreateHandsNothingToOtherThreadsOfTheResolver() throws Exception {
    // Bare frameworks of other tests in this JVM leave theirs behind for a while.
    Set<Thread> others = Thread.getAllStackTraces().keySet();
    try (ForgeFramework forge = ForgeFramework.ofProduct().start()) {
      Caller http = new Caller(forge.client());
      http.createBody("resolved", "return 1;").ok();
      assertThat(http.call("resolved").value()).isEqualTo(1L);
      Set<Thread> own = new HashSet<>(Thread.getAllStackTraces().keySet());
      own.removeAll(others);
      List<String> threads = own.stream().map(Thread::getName).toList();
      assertThat(threads).as("the framework is in this JVM").contains("FelixDispatchQueue");
      assertThat(threads).noneMatch(name -> name.startsWith("FelixResolver"));
    }
  }
}
