// SPDX-License-Identifier: Apache-2.0
package forge.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgeProcessIT {
  @TempDir Path data;

  @Test
  void stopsWhenAskedAndStartsAgainAfterAKill() throws Exception {
    try (ForgeProcess forge = ForgeProcess.start(data)) {
      assertThat(forge.client().get("/readyz").status()).isEqualTo(200);
      assertThat(forge.log()).contains("Launcher: Forge ");
      forge.kill();
    }
    try (ForgeProcess forge = ForgeProcess.start(data)) {
      assertThat(forge.client().get("/healthz").status()).isEqualTo(200);
      assertThat(forge.stop()).isZero();
    }
  }

  @Test
  void whatItSaidIsToldWhenItDoesNotStart() throws Exception {
    Path home = ForgeFramework.productHome();
    Path java = Path.of(System.getProperty("java.home"));
    assertThatThrownBy(() -> ForgeProcess.start(home, data, java, List.of("-XX:+NoSuchOption")))
        .hasMessageContaining("NoSuchOption");
  }
}
