// SPDX-License-Identifier: Apache-2.0
package forge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

class ForgeFrameworkIT {
  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  @Test
  void answersAndRunsTheShippedBundles() throws Exception {
    assertThat(FORGE.client().get("/readyz").status()).isEqualTo(200);
    Path list = ForgeFramework.productHome().resolve("bundles/bundles.list");
    assertThat(FORGE.bundleContext().getBundles())
        .hasSize(1 + Files.readAllLines(list).size())
        .allMatch(bundle -> bundle.getState() == Bundle.ACTIVE);
  }

  @Test
  void restartKeepsTheDataOnly() throws Exception {
    Path kept = Files.writeString(FORGE.data().resolve("kept"), "");
    String before = uuid(FORGE);
    FORGE.restart();
    assertThat(uuid(FORGE)).isNotEqualTo(before);
    assertThat(kept).exists();
    assertThat(FORGE.client().get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void twoLiveSideBySideAndLeaveNothing() throws Exception {
    Path data;
    ForgeClient client;
    try (ForgeFramework other = ForgeFramework.ofProduct().start()) {
      data = other.data();
      client = other.client();
      assertThat(client.get("/readyz").status()).isEqualTo(200);
      assertThat(other.address()).isNotEqualTo(FORGE.address());
    }
    assertThat(data).doesNotExist();
    assertThatThrownBy(() -> client.get("/readyz")).hasCauseInstanceOf(IOException.class);
  }

  private static String uuid(ForgeFramework forge) {
    return forge.bundleContext().getProperty(Constants.FRAMEWORK_UUID);
  }
}
