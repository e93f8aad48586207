// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
    Object grants = object("env", List.of("HOME"));
    http()
        .create("name", "pushy", "tier", "isolated", "grants", grants, "body", "return 1;")
        .refused(400, "bad_spec", "no grant reaches");
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

  /** Holds the thread that logs a line of a skill, whatever interrupts it. */
  private static final class Hold extends Handler implements AutoCloseable {
    private static final Logger SKILLS = Logger.getLogger("skill");
    private final CountDownLatch open = new CountDownLatch(1);

    Hold() {
      SKILLS.setLevel(Level.INFO);
      SKILLS.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      if (!line.getMessage().equals("hold")) return;
      while (open.getCount() > 0)
        try {
          open.await();
        } catch (InterruptedException e) {
          continue;
        }
    }

    @Override
    public void flush() {
      // nothing is written
    }

    @Override
    public void close() {
      SKILLS.removeHandler(this);
      open.countDown();
    }
  }

  @Test
  void aCallThatDoesNotEndMovesItsSkillOutForGood() throws InterruptedException {
    try (Hold hold = new Hold()) {
      http()
          .create(
              "name",
              "moving",
              "budget",
              object("wall_ms", 300),
              "body",
              "context.log(\"hold\"); return 1;")
          .ok();
      assertTier("moving", "guarded", "default");
      http().call("moving").refused(504, "timeout");
      await().until(() -> "isolated".equals(http().skill("moving").get("tier")));
    }
    assertTier("moving", "isolated", "quarantine");
    assertThat(http().skill("moving")).containsEntry("state", "quarantined");
    await().until(() -> http().call("moving").status() == 200);
    assertThat(http().live()).contains("moving");
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
    assertThat(http().call("moving").ok().value()).isEqualTo(2L);
    http().post("/api/v1/skills/moving/release").refused(409, "not_quarantined");
  }
}
