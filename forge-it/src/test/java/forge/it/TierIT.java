// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.later;
import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which tier a skill runs in follows from rules, and from an operator's word on its bytes. */
class TierIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  @TempDir Path data;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @AfterEach
  void asItWas() {
    http().safety(false);
  }

  private static void assertTier(String skill, String tier, String reason) {
    assertThat(http().skill(skill))
        .containsEntry("tier", tier)
        .containsEntry("tier_reason", reason);
  }

  private static Reply assign(String skill, String tier, Object digest) {
    return http().post("/api/v1/skills/" + skill + "/tier", object("tier", tier, "sha256", digest));
  }

  @Test
  void nobodyAsksForTrust() {
    Reply refused = http().create("name", "pushy", "tier", "trusted", "body", "return 1;");
    refused.refused(400, "bad_spec", "an operator makes a skill trusted");
    http().create("name", "pushy", "tier", "fast", "body", "return 1;").refused(400, "bad_spec");
  }

  @Test
  void muchIsAskedForInAProcessOfItsOwn() {
    http().create("name", "greedy", "budget", object("wall_ms", 60_000), "body", "return 1;").ok();
    assertTier("greedy", "isolated", "budget");
    assertThat(http().call("greedy").ok().value()).isEqualTo(1L);
    http().create("name", "modest", "tier", "guarded", "body", "return 1;").ok();
    assertTier("modest", "guarded", "spec");
  }

  @Test
  void anOperatorDecidesForTheseBytesOnly() throws InterruptedException {
    Object digest = http().createBody("vouched", "return 1;").ok().field("sha256");
    assertTier("vouched", "guarded", "default");
    assign("vouched", "trusted", "0".repeat(64)).refused(409, "unknown_digest");
    assign("vouched", "royal", digest).refused(400, "bad_request");
    assertThat(assign("vouched", "trusted", digest).ok().json()).containsEntry("tier", "trusted");
    assertTier("vouched", "trusted", "operator");
    assertThat(http().call("vouched").ok().value()).isEqualTo(1L);
    FORGE.restart();
    assertTier("vouched", "trusted", "operator");
    http().createBody("vouched", "return 2;").ok();
    assertTier("vouched", "guarded", "default");
    http().rollback("vouched", "1.0.0").ok();
    assign("vouched", "isolated", digest).ok();
    assertThat(http().call("vouched").ok().value()).isEqualTo(1L);
    assertTier("vouched", "isolated", "operator");
    assign("vouched", "default", digest).ok();
    assertTier("vouched", "guarded", "default");
    assertThat(http().audit())
        .anySatisfy(line -> assertThat(line).containsEntry("detail", "tier trusted"));
  }

  @Test
  void anApprovalMaySayIt() {
    http().safety(true).ok();
    Object digest = http().createBody("approved", "return 1;").ok().field("digest");
    http()
        .post(
            "/api/v1/forge/approvals/" + digest,
            object("decision", "approve", "tier", "trusted", "reason", "read it"))
        .ok();
    assertTier("approved", "trusted", "operator");
    assertThat(http().call("approved").ok().value()).isEqualTo(1L);
  }

  @Test
  void policyPutsAllOrSomeInProcessesOfTheirOwn() throws IOException {
    try (ForgeProcess gateway = ForgeProcess.start(data, Map.of("FORGE_ISOLATE", "body"))) {
      Caller caller = new Caller(gateway.client());
      assertThat(caller.createBody("by_policy", "return 1;").ok().json())
          .containsEntry("tier", "isolated")
          .containsEntry("tier_reason", "policy");
      assertThat(caller.create("name", "scaffold").ok().json()).containsEntry("tier", "guarded");
      assertThat(caller.call("by_policy").ok().value()).isEqualTo(1L);
    }
  }

  @Test
  void aCallThatDoesNotEndMovesItsSkillOutForGood() throws InterruptedException {
    double before = quarantined();
    try (Hold hold = new Hold()) {
      http()
          .create(
              "name",
              "moving",
              "budget",
              object("wall_ms", 300),
              "body",
              Hold.STATEMENT + "return 1;")
          .ok();
      assertTier("moving", "guarded", "default");
      http().call("moving").refused(504, "timeout");
      await().until(() -> "isolated".equals(http().skill("moving").get("tier")));
    }
    assertTier("moving", "isolated", "quarantine");
    assertThat(http().skill("moving")).containsEntry("state", "quarantined");
    assertThat(quarantined()).isEqualTo(before + 1);
    await().until(() -> http().call("moving").status() == 200);
    assertThat(http().live()).contains("moving");
    assertThat(http().get("/openapi.json").text()).contains("/api/v1/skills/moving");
    assertThat(http().audit())
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsEntry("event", "quarantined")
                    .containsEntry("skill_name", "moving"));
    FORGE.restart();
    assertTier("moving", "isolated", "quarantine");
    assertThat(http().call("moving").ok().value()).isEqualTo(1L);
    http().createBody("moving", "return 2;").ok();
    assertTier("moving", "isolated", "quarantine");
    http().post("/api/v1/skills/moving/release").ok();
    assertTier("moving", "guarded", "default");
    assertThat(http().skill("moving")).containsEntry("state", "live");
    assertThat(quarantined()).isEqualTo(before);
    assertThat(http().call("moving").ok().value()).isEqualTo(2L);
    assertThat(http().audit())
        .anySatisfy(
            line ->
                assertThat(line)
                    .containsEntry("event", "released")
                    .containsEntry("skill_name", "moving"));
    http().post("/api/v1/skills/moving/release").refused(409, "not_quarantined");
  }

  private static double quarantined() {
    return metric("forge_skills_quarantined");
  }

  private static double metric(String name) {
    return http()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** As many as there are processors: from then on others run where none can be lost. */
  @Test
  void whenTooManyDoNotEndAllRunIsolatedUntilARestart() throws Exception {
    int lost = Math.max(2, Runtime.getRuntime().availableProcessors());
    http().createBody("innocent", "return 1;").ok();
    assertThat(http().call("innocent").ok().value()).isEqualTo(1L);
    Object budget = object("wall_ms", 3_000);
    http().create("name", "leaky", "budget", budget, "body", Hold.STATEMENT + "return 1;").ok();
    try (Hold hold = new Hold()) {
      List<CompletableFuture<Reply>> calls = new ArrayList<>();
      for (int i = 0; i < lost; i++) calls.add(later(() -> http().call("leaky")));
      hold.awaitArrivals(lost);
      for (CompletableFuture<Reply> call : calls) call.join().refused(504, "timeout");
      await().until(() -> "isolated".equals(http().skill("innocent").get("tier")));
      assertTier("innocent", "isolated", "leaks");
      assertThat(http().call("innocent").ok().value()).isEqualTo(1L);
      http().createBody("newcomer", "return 2;").ok();
      assertTier("newcomer", "isolated", "leaks");
      assertThat(http().call("newcomer").ok().value()).isEqualTo(2L);
      assertThat(metric("forge_threads_leaked")).isEqualTo(lost);
      Map<?, ?> isolation = (Map<?, ?>) http().get("/v1/status").ok().field("isolation");
      assertThat(isolation.get("leaked_threads")).isEqualTo((long) lost);
      assertThat(http().audit())
          .anySatisfy(line -> assertThat((String) line.get("detail")).contains("until a restart"));
    }
    FORGE.restart();
    assertTier("innocent", "guarded", "default");
    assertThat(http().call("innocent").ok().value()).isEqualTo(1L);
  }
}
