// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With the switch off nothing new goes live; what was made waits for a restart or a trigger. */
class HotReloadSwitchIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Reply enable() {
    return http().post("/api/v1/forge/hot-reload/enable");
  }

  private static Reply disable() {
    return http().post("/api/v1/forge/hot-reload/disable");
  }

  @AfterEach
  void on() {
    enable();
  }

  @Test
  void theSwitchAnswersAsTheGuideSays() {
    assertThat(enable().json())
        .containsExactlyEntriesOf(
            object(
                "status", "ok",
                "message",
                    "Hot-reload enabled. New skills will be compiled and activated automatically."));
    assertThat(http().get("/api/v1/forge/hot-reload/status").json())
        .containsExactlyEntriesOf(
            object(
                "enabled",
                true,
                "message",
                "Hot-reload is enabled."
                    + " New skills will be compiled and activated automatically."));
    assertThat(disable().json())
        .containsExactlyEntriesOf(
            object(
                "status", "ok",
                "message", "Hot-reload disabled. Skills will require manual Gateway restart."));
    assertThat(http().get("/api/v1/forge/hot-reload/status").json())
        .containsExactlyEntriesOf(
            object(
                "enabled",
                false,
                "message",
                "Hot-reload is disabled. Enable via POST /api/v1/forge/hot-reload/enable"));
  }

  @Test
  void aSkillMadeWhileOffIsPending() {
    disable();
    Reply created = http().createBody("made_while_off", "return 1;");
    assertPending(created);
    assertThat(created.message()).contains("restart").contains("trigger");
    assertThat(http().live()).doesNotContain("made_while_off");
    assertThat(http().skill("made_while_off")).containsEntry("state", "pending");
    assertThat(http().call("made_while_off").status()).isEqualTo(404);
  }

  private static void assertPending(Reply created) {
    assertThat(created.status()).as(created.text()).isEqualTo(200);
    assertThat(created.json())
        .containsEntry("success", true)
        .containsEntry("compile_ok", true)
        .containsEntry("hot_reloaded", false)
        .containsEntry("state", "pending");
  }

  @Test
  void aFailingBodyIsRefusedWhileOff() {
    disable();
    Traces before = Traces.of(FORGE);
    assertThat(http().createBody("fails_while_off", "return nothing;").status()).isEqualTo(422);
    assertThat(Traces.of(FORGE)).isEqualTo(before);
  }

  @Test
  void theVersionThatWasLiveGoesOnWhileANewOneWaits() {
    http().createBody("goes_on", "return \"old\";");
    disable();
    assertPending(http().createBody("goes_on", "return \"new\";"));
    assertThat(http().call("goes_on").value()).isEqualTo("old");
    enable();
    assertThat(http().call("goes_on").value()).isEqualTo("old");
    assertThat(http().trigger("goes_on").status()).isEqualTo(200);
    assertThat(http().call("goes_on").value()).isEqualTo("new");
  }

  @Test
  void triggerIsRefusedWhileOffAndActivatesWhenOn() {
    disable();
    Reply created = http().createBody("triggered_later", "return 7;");
    Reply refused = http().trigger("triggered_later");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.field("code")).isEqualTo("hot_reload_disabled");
    assertThat(refused.message()).contains("/api/v1/forge/hot-reload/enable");
    enable();
    assertThat(http().trigger("triggered_later").status()).isEqualTo(200);
    assertThat(http().call("triggered_later").value()).isEqualTo(7L);
    assertThat(http().skill("triggered_later"))
        .containsEntry("state", "live")
        .containsEntry("version", created.field("version"))
        .containsEntry("sha256", created.field("sha256"));
  }

  @Test
  void aRestartActivatesWhatWaitsAndLeavesTheSwitchOff() throws Exception {
    disable();
    Reply created = http().createBody("after_restart", "return 8;");
    FORGE.restart();
    assertThat(http().get("/api/v1/forge/hot-reload/status").field("enabled")).isEqualTo(false);
    assertThat(http().skill("after_restart"))
        .containsEntry("state", "live")
        .containsEntry("sha256", created.field("sha256"));
    assertThat(http().call("after_restart").value()).isEqualTo(8L);
  }

  @Test
  void disableDoesNotWaitForARunningBuildAndThatBuildEndsPending() throws Exception {
    try (Gate gate = new Gate()) {
      CompletableFuture<Reply> build =
          Caller.later(
              () ->
                  http()
                      .create(
                          "name",
                          "in_flight",
                          "body",
                          gate.statement() + "return 1;",
                          "examples",
                          List.of(object("input", object(), "output", 1))));
      gate.awaitArrival();
      assertThat(disable().status()).isEqualTo(200);
      assertThat(build).isNotDone();
      gate.open();
      assertPending(build.get(30, TimeUnit.SECONDS));
    }
    assertThat(http().live()).doesNotContain("in_flight");
    assertThat(http().skill("in_flight")).containsEntry("state", "pending");
  }
}
