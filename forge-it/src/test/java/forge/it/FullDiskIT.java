// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that takes no more: what cannot be kept is refused and told, and what runs goes on.
 *
 * <p>The gateway is a process that may write no file longer than a limit, so a write fails in its
 * middle, as it does on a full disk.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process has no such limit there")
class FullDiskIT {

  private static final int LIMIT_KILOBYTES = 192;
  private static final String LONG_COMMENT = "// " + "x".repeat(99) + "\n";

  @TempDir Path folder;

  /** Stands for the {@code java} command. */
  private Path limitedJava() throws IOException {
    Path java = folder.resolve("java");
    Path real = Path.of(System.getProperty("java.home"), "bin/java");
    // POSIX counts blocks of 512 bytes here, whatever the disk has.
    Files.writeString(
        java, "#!/bin/sh\nulimit -f %d\nexec '%s' \"$@\"\n".formatted(2 * LIMIT_KILOBYTES, real));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return java;
  }

  private ForgeProcess start(Path java) throws IOException {
    return ForgeProcess.start(
        ForgeFramework.productHome(),
        folder.resolve("data"),
        java,
        List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
  }

  @Test
  void whatRunsGoesOnAndWhatFailsIsTold() throws Exception {
    try (ForgeProcess limited = start(limitedJava())) {
      Caller http = new Caller(limited.client());
      http.createBody("running", "return 1;").ok();
      http.call("running").ok();
      String large = LONG_COMMENT.repeat(10 * LIMIT_KILOBYTES) + "return 2;";
      http.createBody("running", large).refused(507, "store_unwritable", "free space");
      http.createBody("another", large).refused(507, "store_unwritable");
      assertThat(http.call("running").value()).isEqualTo(1L);
      http.call("another").refused(404, "unknown_skill");
      fillTheTrail(http);
      http.createBody("another", "return 3;").refused(507, "store_unwritable", "audit trail");
      http.rollback("running", "7.0.0").refused(404, "unknown_version");
      assertThat(http.call("running").value()).isEqualTo(1L);
      http.halt("must work without a disk").ok();
      http.call("running").refused(503, "halted");
      limited.kill();
    }
    try (ForgeProcess whole = start(Path.of(System.getProperty("java.home")))) {
      Caller http = new Caller(whole.client());
      assertThat(http.get("/v1/status").field("halted")).isEqualTo(true);
      http.resume().ok();
      assertThat(http.call("running").value()).isEqualTo(1L);
      http.call("another").refused(404, "unknown_skill");
      assertThat(http.get("/api/v1/forge/audit/verify").field("ok")).isEqualTo(true);
      http.createBody("another", "return 4;").ok();
      assertThat(http.call("another").value()).isEqualTo(4L);
    }
  }

  /** Each refusal is told, until no more can be; a refusal does not need that. */
  private static void fillTheTrail(Caller http) {
    Map<String, Object> bad = object("name", "x".repeat(65), "wrong_" + "y".repeat(60), 1);
    long told = 0;
    for (long now = 1; now > told; now = http.audit().size()) {
      told = now;
      for (int i = 0; i < 50; i++) http.post("/api/v1/forge/create", bad).refused(400, "bad_spec");
    }
    assertThat(http.get("/api/v1/forge/audit/verify").field("ok")).isEqualTo(true);
  }
}
