// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import forge.testkit.ForgeProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code forge events -f}, over the life of a gateway and the next one on its data. */
class EventsCommandIT {

  @TempDir Path data;
  @TempDir Path folder;
  private Bash bash;

  @BeforeEach
  void open() {
    bash = new Bash(folder).with("FORGE_DATA", data.toString());
  }

  private void awaitText(String file, String text) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(bash.text(file)).contains(text));
  }

  private static void create(ForgeProcess forge, String name) {
    forge.client().post("/api/v1/forge/create", "{\"name\":\"" + name + "\"}");
  }

  /** Creates until the follower, which has connected some time before, shows the first of them. */
  private void createUntilShown(ForgeProcess forge, String name) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              create(forge, name);
              return bash.text("out").contains(name);
            });
  }

  @Test
  void goesOnAfterARestartAndEndsQuietly() throws Exception {
    Process events;
    try (ForgeProcess forge = ForgeProcess.start(data)) {
      events = bash.start("exec forge events -f");
      createUntilShown(forge, "ev_first");
      awaitText("out", "activated          ev_first 1.");
      assertThat(forge.stop()).isZero();
    }
    awaitText("err", "-- the connection is lost; trying again\n");
    try (ForgeProcess forge = ForgeProcess.start(data)) {
      awaitText("err", "-- connected to " + forge.address() + "\n");
      create(forge, "ev_second");
      awaitText("out", "activated          ev_second 1.0.0");
      Bash.interrupt(events);
      assertThat(bash.text("err")).hasLineCount(2);
      assertThat(bash.text("out")).doesNotContain("\u001b");
    }
  }

  @Test
  void eachLineIsJsonForMachines() throws Exception {
    try (ForgeProcess forge = ForgeProcess.start(data)) {
      Process events = bash.start("exec forge events -f --json");
      createUntilShown(forge, "ev_json");
      Bash.interrupt(events);
      for (String line : bash.text("out").split("\n"))
        assertThat(JsonParser.parseString(line).getAsJsonObject().has("kind")).isTrue();
      assertThat(bash.run("forge events").good().out()).contains("activated  ev_json");
    }
  }
}
