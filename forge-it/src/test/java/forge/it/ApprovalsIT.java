// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With a person in the loop, nothing new runs before somebody has approved exactly its bytes. */
class ApprovalsIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String APPROVALS = "/api/v1/forge/approvals";

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static void safety(boolean enabled) {
    Reply reply = http().post("/api/v1/forge/safety", object("enabled", enabled));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  private static Reply decide(String digest, String decision) {
    return http()
        .post(
            APPROVALS + "/" + digest,
            object("decision", decision, "by", "Grace", "reason", "read it"));
  }

  private static String awaited(Reply created) {
    assertThat(created.status()).as(created.text()).isEqualTo(200);
    assertThat(created.field("state")).isEqualTo("awaiting_approval");
    assertThat(created.field("hot_reloaded")).isEqualTo(false);
    return (String) created.field("digest");
  }

  @BeforeEach
  void on() {
    safety(true);
  }

  @AfterEach
  void off() {
    http()
        .get(APPROVALS)
        .objects("approvals")
        .forEach(a -> decide((String) a.get("digest"), "reject"));
    safety(false);
  }

  @Test
  void theSwitchIsToldToTheLetter() {
    assertThat(http().get("/api/v1/forge/safety-status").text())
        .isEqualTo("{\"safety_enabled\":true,\"mode\":\"HITL\"}");
    assertThat(http().post("/api/v1/forge/safety", object("enabled", false)).text())
        .isEqualTo(
            "{\"status\":\"ok\",\"safety_enabled\":false,\"mode\":\"AUTONOMOUS\","
                + "\"message\":\"Forge safety governor set to AUTONOMOUS\"}");
    assertThat(http().get("/api/v1/forge/safety-status").text())
        .isEqualTo("{\"safety_enabled\":false,\"mode\":\"AUTONOMOUS\"}");
  }

  @Test
  void waitsRunsNothingAndGoesLiveWhenApproved() throws Exception {
    safety(false);
    http().createBody("reviewed", "return 1;");
    safety(true);
    Gate ran = Gate.ofTheOpen();
    String digest =
        awaited(
            http()
                .create(
                    "name",
                    "reviewed",
                    "body",
                    ran.statement() + "return 2;",
                    "examples",
                    List.of(object("input", object(), "output", 2))));
    assertThat(ran.waiting()).as("tried before anybody approved it").isZero();
    assertThat(http().call("reviewed").value()).isEqualTo(1L);

    Map<String, Object> waiting = http().get(APPROVALS).objects("approvals").get(0);
    assertThat(waiting)
        .containsEntry("digest", digest)
        .containsEntry("skill_name", "reviewed")
        .containsEntry("version", "1.0.1")
        .containsEntry("replaces", "1.0.0");
    assertThat((String) waiting.get("diff")).contains("-return 1;").contains("return 2;");
    assertThat(waiting.get("findings")).isEqualTo(List.of());

    FORGE.restart();
    assertThat(http().call("reviewed").value()).as("a restart approves nothing").isEqualTo(1L);
    assertThat(decide(digest, "approve").status()).isEqualTo(200);
    ran.awaitArrival();
    assertThat(http().call("reviewed").value()).isEqualTo(2L);
    assertThat(decide(digest, "approve").status()).as("decided twice").isEqualTo(404);
    ran.close();
  }

  @Test
  void whatIsTurnedDownIsGone() {
    String digest = awaited(http().createBody("unwanted", "return 1;"));
    assertThat(http().skill("unwanted")).containsEntry("state", "awaiting_approval");
    assertThat(decide(digest, "reject").status()).isEqualTo(200);
    assertThat(http().call("unwanted").status()).isEqualTo(404);
    assertThat(http().get(APPROVALS).field("count")).isEqualTo(0L);
    assertThat(decide(digest, "approve").status()).isEqualTo(404);
    assertThat(decide("0".repeat(64), "approve").status()).isEqualTo(404);
  }

  @Test
  void anEditedSourceNeedsAnApprovalOfItsOwn() throws Exception {
    String first = awaited(http().createBody("edited", "return 1;"));
    Path file = FORGE.data().resolve("skills/edited/Edited.java");
    Files.writeString(file, Files.readString(file).replace("return 1;", "return 5;"));
    Reply again = http().trigger("edited");
    String second = awaited(again);
    assertThat(second).isNotEqualTo(first);
    assertThat(decide(first, "approve").status())
        .as("these bytes do not wait any more")
        .isEqualTo(404);
    assertThat(decide(second, "approve").status()).isEqualTo(200);
    assertThat(http().call("edited").value()).isEqualTo(5L);
  }

  @Test
  void oneThatFailsItsTrialWhenApprovedChangesNothing() {
    safety(false);
    http().createBody("proved", "return 1;");
    safety(true);
    String digest =
        awaited(
            http()
                .create(
                    "name", "proved",
                    "body", "return 2;",
                    "examples", List.of(object("input", object(), "output", 3))));
    Reply approved = decide(digest, "approve");
    assertThat(approved.status()).isEqualTo(422);
    assertThat(http().call("proved").value()).isEqualTo(1L);
  }

  @Test
  void approvedWithHotReloadOffItWaitsForATrigger() {
    http().post("/api/v1/forge/hot-reload/disable");
    String digest = awaited(http().createBody("patient", "return 1;"));
    assertThat(decide(digest, "approve").field("state")).isEqualTo("pending");
    http().post("/api/v1/forge/hot-reload/enable");
    assertThat(http().call("patient").status()).isEqualTo(404);
    assertThat(http().trigger("patient").status()).isEqualTo(200);
    assertThat(http().call("patient").value()).isEqualTo(1L);
  }

  @Test
  void aDecisionHasANameAndAReasonAndIsTold() {
    String digest = awaited(http().as("ada").createBody("told", "return 1;"));
    assertThat(http().approvals().get(0))
        .containsEntry("author", "ada")
        .containsEntry("door", "http");
    decide(digest, "approve");
    String unwanted = awaited(http().createBody("told", "return 2;"));
    http().as("Linus").decide(unwanted, "reject", "not like that").ok();
    assertThat(http().audit())
        .filteredOn(event -> "told".equals(event.get("skill_name")))
        .extracting(event -> event.get("event") + " " + event.get("who"))
        .containsExactly(
            "created ada",
            "awaiting_approval ada",
            "approved Grace",
            "activated Grace",
            "created anonymous",
            "awaiting_approval anonymous",
            "rejected Linus");
    assertThat(http().audit())
        .filteredOn(event -> unwanted.equals("sha256:" + event.get("sha256")))
        .last()
        .extracting("detail")
        .isEqualTo("not like that");
  }

  @Test
  void aDecisionThatIsNoneIsRefused() {
    String digest = awaited(http().createBody("undecided", "return 1;"));
    assertThat(decide(digest, "maybe").status()).isEqualTo(400);
    assertThat(http().post(APPROVALS + "/" + digest).status()).isEqualTo(400);
    assertThat(http().post(APPROVALS + "/" + digest, object("decison", "approve")).status())
        .isEqualTo(400);
    http().decide("undecided", "approve", "").refused(404, "unknown_digest");
    http().decide("sha256:" + "f".repeat(64), "approve", "").refused(404, "unknown_digest");
    assertThat(http().approvals()).hasSize(1);
    assertThat(http().call("undecided").status()).isEqualTo(404);
  }

  /** Else the next trigger would make what a person has turned down. */
  @Test
  void whatIsTurnedDownIsNoLongerTheSource() throws Exception {
    safety(false);
    http().createBody("restored", "return 1;").ok();
    Path file = FORGE.data().resolve("skills/restored/Restored.java");
    String accepted = Files.readString(file);
    safety(true);
    String digest = awaited(http().createBody("restored", "return 2;"));
    assertThat(Files.readString(file)).contains("return 2;");
    decide(digest, "reject");
    assertThat(Files.readString(file)).isEqualTo(accepted);
    safety(false);
    http().trigger("restored").ok();
    assertThat(http().call("restored").value()).isEqualTo(1L);
  }

  @Test
  void aNewerVersionTakesThePlaceOfOneThatWaits() {
    String first = awaited(http().createBody("newer", "return 1;"));
    String second = awaited(http().createBody("newer", "return 2;"));
    assertThat(http().approvals()).extracting(a -> a.get("digest")).containsExactly(second);
    http().decide(first, "approve", "").refused(404, "unknown_digest");
    decide(second, "approve");
    assertThat(http().call("newer").value()).isEqualTo(2L);
  }

  @Test
  void turningTheGovernorOffApprovesNothing() throws Exception {
    String digest = awaited(http().createBody("still_waits", "return 1;"));
    safety(false);
    assertThat(http().call("still_waits").status()).isEqualTo(404);
    assertThat(http().trigger("still_waits").ok().field("state")).isEqualTo("awaiting_approval");
    FORGE.restart();
    assertThat(http().call("still_waits").status()).isEqualTo(404);
    assertThat(http().approvals()).extracting(a -> a.get("digest")).containsExactly(digest);
  }

  @Test
  void whatNobodyDecidesInTimeExpires() throws Exception {
    safety(false);
    http().createBody("in_time", "return 1;").ok();
    safety(true);
    FORGE.with("FORGE_APPROVAL", "1").restart();
    String digest = awaited(http().createBody("in_time", "return 2;"));
    Instant expires = Instant.parse((String) http().approvals().get(0).get("expires_at"));
    await().until(() -> Instant.now().isAfter(expires));
    http().decide(digest, "approve", "too late").refused(410, "expired");
    http().decide(digest, "approve", "too late").refused(404, "unknown_digest");
    awaited(http().createBody("in_time", "return 3;"));
    await().until(() -> http().approvals().isEmpty());
    assertThat(http().call("in_time").value()).isEqualTo(1L);
    assertThat(http().skill("in_time")).containsEntry("version", "1.0.0");
    assertThat(http().audit()).filteredOn(event -> "expired".equals(event.get("event"))).hasSize(2);
    FORGE.with("FORGE_APPROVAL", "").restart();
    awaited(http().createBody("in_time", "return 4;"));
    assertThat(http().approvals()).hasSize(1);
  }
}
