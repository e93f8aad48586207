// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.later;
import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A halt stops every skill at once, survives a restart, and is undone without a trace. */
class HaltIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String HALT = "/api/v1/forge/halt";
  private static final String RESUME = "/api/v1/forge/resume";

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @AfterEach
  void resume() {
    http().post(RESUME);
  }

  /**
   * What the halt itself takes is promised; from outside it is seen with the way of an answer over
   * HTTP on a machine that does other things, too.
   */
  @Test
  void callsInFlightEndAtOnceAndAreTold() throws Exception {
    int calls = 20;
    try (Gate gate = new Gate()) {
      http().createBody("hanging", gate.statement() + "return 1;");
      List<CompletableFuture<Reply>> inFlight = new ArrayList<>();
      for (int i = 0; i < calls; i++) inFlight.add(later(() -> http().call("hanging")));
      for (int i = 0; i < calls; i++) gate.awaitArrival();
      http().get("/healthz");
      long begun = System.nanoTime();
      Reply halted = http().post(HALT, object("reason", "fire"));
      for (CompletableFuture<Reply> call : inFlight) {
        Reply reply = call.get(10, TimeUnit.SECONDS);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.field("code")).isEqualTo("halted");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(500));
      assertThat(halted.field("halted")).isEqualTo(true);
      assertThat(halted.field("ended_calls")).isEqualTo((long) calls);
    }
  }

  @Test
  void everythingElseAnswersAndResumeBringsTheSameStateBack() throws Exception {
    http().createBody("steady", "return 1;");
    http().createBody("steady", "return 2;");
    String listed = http().get("/api/v1/forge/hot-reload/list").text();
    http().post(HALT, object("reason", "fire"));

    Reply call = http().call("steady");
    assertThat(call.status()).isEqualTo(503);
    assertThat(call.field("code")).isEqualTo("halted");
    Reply create = http().createBody("late", "return 1;");
    assertThat(create.status()).as(create.text()).isEqualTo(503);
    assertThat(create.field("code")).isEqualTo("halted");
    assertThat(http().get("/api/v1/skills/steady/source").status()).isEqualTo(200);
    assertThat(http().get("/v1/status").field("halted")).isEqualTo(true);
    assertThat(http().get("/api/v1/forge/hot-reload/list").text()).isEqualTo(listed);

    FORGE.restart();
    assertThat(http().call("steady").field("code")).isEqualTo("halted");

    assertThat(http().post(RESUME).field("halted")).isEqualTo(false);
    assertThat(http().call("steady").value()).isEqualTo(2L);
    assertThat(http().get("/api/v1/forge/hot-reload/list").text()).isEqualTo(listed);
    assertThat(http().createBody("late", "return 1;").status()).isEqualTo(200);
  }

  @Test
  void aHaltGetsInWhenEveryThreadOfASkillHangs() throws Exception {
    int calls = 300;
    try (Gate gate = new Gate()) {
      http().createBody("crowded", gate.statement() + "return 1;");
      List<CompletableFuture<Reply>> inFlight = new ArrayList<>();
      for (int i = 0; i < calls; i++) inFlight.add(later(() -> http().call("crowded")));
      for (int i = 0; i < calls; i++) gate.awaitArrival();
      assertThat(http().post(HALT, object("reason", "crowd")).field("ended_calls"))
          .isEqualTo((long) calls);
      for (CompletableFuture<Reply> call : inFlight)
        assertThat(call.get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
    }
  }

  @Test
  void aHaltNeedsAReasonAndASecondChangesNothing() {
    assertThat(http().post(HALT).status()).isEqualTo(400);
    assertThat(http().post(HALT, object("reason", "first")).status()).isEqualTo(200);
    assertThat(http().post(HALT, object("reason", "second")).field("reason")).isEqualTo("first");
  }
}
