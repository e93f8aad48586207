// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.later;
import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Known is not resident: a skill that nobody calls is no bundle, and a call makes it one. */
class ParkingIT {

  private static final int RESIDENTS = 3;

  /** Parks after a second without a call. */
  @RegisterExtension
  static final ForgeFramework HASTY = ForgeFramework.ofProduct().with("FORGE_IDLE", "1");

  /** Parks what is more than three. */
  @RegisterExtension
  static final ForgeFramework NARROW =
      ForgeFramework.ofProduct().with("FORGE_RESIDENTS", Integer.toString(RESIDENTS));

  private Residents hasty;
  private Residents narrow;

  private static Caller http() {
    return new Caller(HASTY.client());
  }

  @BeforeEach
  void watch() {
    hasty = new Residents(HASTY.bundleContext());
    narrow = new Residents(NARROW.bundleContext());
  }

  @AfterEach
  void unwatch() {
    hasty.close();
    narrow.close();
  }

  private void awaitParked(String... skills) {
    await()
        .atMost(30, SECONDS)
        .until(() -> hasty.now().stream().noneMatch(List.of(skills)::contains));
  }

  @Test
  void anIdleSkillIsParkedAndACallBringsItUpAgain() {
    http().createBody("idle", "return n + 1;", param("n", "integer", true)).ok();
    assertThat(hasty.broughtUp()).containsExactly("idle");
    Map<String, Object> before = http().skill("idle");
    awaitParked("idle");
    assertThat(http().skill("idle")).isEqualTo(before).containsEntry("state", "live");
    assertThat(http().live()).contains("idle");

    assertThat(http().call("idle", "n", 1).value()).isEqualTo(2L);
    assertThat(hasty.broughtUp()).containsExactly("idle", "idle");
    assertThat(http().skill("idle")).containsEntry("calls", 1L);
    awaitParked("idle");
  }

  /** The worker processes of the hasty one. */
  private static long workers() {
    String jar = HASTY.data().resolve("run/worker.jar").toString();
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(jar))
        .count();
  }

  /** One of them waits without a skill. */
  private static void awaitWorkers(long count) {
    await().atMost(30, SECONDS).until(() -> workers() == count);
  }

  private static Reply isolated(String name, String body) {
    return http().create("name", name, "tier", "isolated", "body", body).ok();
  }

  @Test
  void anIdleIsolatedSkillGivesItsProcessBack() {
    isolated("apart", "return 1;");
    awaitWorkers(2);
    awaitWorkers(1);
    assertThat(http().skill("apart")).containsEntry("state", "live");
    assertThat(http().call("apart").ok().value()).isEqualTo(1L);
    awaitWorkers(2);
    awaitWorkers(1);
  }

  @Test
  void aChangeWhileItAnswersEndsTheProcessAfterwards() throws Exception {
    try (Gate gate = new Gate()) {
      isolated("apart_too", gate.statement() + "return 1;");
      CompletableFuture<Reply> first = later(() -> http().call("apart_too"));
      gate.awaitArrival();
      isolated("apart_too", gate.statement() + "return 2;");
      CompletableFuture<Reply> second = later(() -> http().call("apart_too"));
      gate.awaitArrival();
      http().rollback("apart_too", "1.0.0").ok();
      http().retire("apart_too").ok();
      gate.open();
      assertThat(first.get(30, SECONDS).ok().value()).isEqualTo(1L);
      assertThat(second.get(30, SECONDS).ok().value()).isEqualTo(2L);
    }
    http().call("apart_too").refused(404, "unknown_skill");
    awaitWorkers(1);
  }

  @Test
  void aBurstOnAParkedSkillBringsItUpOnce() throws Exception {
    Caller http = new Caller(NARROW.client());
    http.createBody("burst", "return 7;").ok();
    for (int i = 0; i < RESIDENTS; i++) http.createBody("pushes_" + i, "return 0;").ok();
    await().atMost(30, SECONDS).until(() -> !narrow.now().contains("burst"));
    int before = narrow.broughtUp().size();
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) calls.add(later(() -> http.call("burst")));
    for (CompletableFuture<Reply> call : calls)
      assertThat(call.get(30, SECONDS).ok().value()).isEqualTo(7L);
    assertThat(http.call("burst").value()).isEqualTo(7L);
    assertThat(narrow.broughtUp()).hasSize(before + 1);
    for (int i = 0; i < RESIDENTS; i++) http.retire("pushes_" + i).ok();
  }

  @Test
  void whateverIsAskedAboutASkillDoesNotWakeIt() {
    http().createBody("asleep", "return 1;", param("n", "integer", false)).ok();
    http().createBody("asleep", "return 2;", param("n", "integer", false)).ok();
    awaitParked("asleep");
    int before = hasty.broughtUp().size();
    assertThat(http().get("/api/v1/skills").text()).contains("\"asleep\"");
    assertThat(http().get("/api/v1/skills?q=asleep").field("count")).isEqualTo(1L);
    assertThat(http().skill("asleep").get("input_schema").toString()).contains("integer");
    assertThat(http().live()).contains("asleep");
    assertThat(http().versions("asleep")).hasSize(2);
    http().get("/api/v1/skills/asleep/source").ok();
    http().get("/api/v1/skills/asleep/diff").ok();
    http().get("/v1/status").ok();
    http().get("/api/v1/forge/audit").ok();
    http().post("/api/v1/forge/create", object("name", "asleep", "dry_run", true)).ok();
    assertThat(hasty.broughtUp()).hasSize(before);
    assertThat(hasty.now()).doesNotContain("asleep");
  }

  /** While another one, made later, is parked, this one is not: it is in use. */
  @Test
  void aSkillIsNotParkedDuringACall() throws Exception {
    try (Gate gate = new Gate()) {
      http().createBody("in_use", gate.statement() + "return 1;").ok();
      CompletableFuture<Reply> call = later(() -> http().call("in_use"));
      gate.awaitArrival();
      http().createBody("made_later", "return 1;").ok();
      awaitParked("made_later");
      assertThat(hasty.now()).contains("in_use");
      gate.open();
      assertThat(call.get(30, SECONDS).ok().value()).isEqualTo(1L);
    }
    awaitParked("in_use");
  }

  @Test
  void aParkedSkillIsChangedAsAnyOther() {
    http().createBody("changed", "return 1;").ok();
    awaitParked("changed");
    http().createBody("changed", "return 2;").ok();
    awaitParked("changed");
    http().trigger("changed").ok();
    awaitParked("changed");
    http().rollback("changed", "1.0.0").ok();
    awaitParked("changed");
    assertThat(http().call("changed").value()).isEqualTo(1L);
    awaitParked("changed");
    http().retire("changed").ok();
    assertThat(http().call("changed").status()).isEqualTo(404);
    assertThat(hasty.now()).doesNotContain("changed");
  }

  @Test
  void noMoreAreUpThanTheLimitAndAllAnswer() {
    Caller http = new Caller(NARROW.client());
    for (int i = 0; i < 3 * RESIDENTS; i++) http.createBody("many_" + i, "return " + i + ";").ok();
    await().atMost(30, SECONDS).until(() -> narrow.now().size() <= RESIDENTS);
    for (int i = 0; i < 3 * RESIDENTS; i++)
      assertThat(http.call("many_" + i).value()).isEqualTo((long) i);
    assertThat(http.get("/api/v1/skills?q=many_").field("count")).isEqualTo(3L * RESIDENTS);
    await().atMost(30, SECONDS).until(() -> narrow.now().size() <= RESIDENTS);
    assertThat(narrow.now())
        .as("those that were called last")
        .contains("many_8")
        .hasSize(RESIDENTS);
  }

  @Test
  void aRestartBringsUpNothingUntilItIsCalled() throws Exception {
    try (ForgeFramework forge = ForgeFramework.ofProduct().start()) {
      new Caller(forge.client()).createBody("after_start", "return 1;").ok();
      forge.restart();
      Caller http = new Caller(forge.client());
      try (Residents residents = new Residents(forge.bundleContext())) {
        assertThat(http.live()).containsExactly("after_start");
        assertThat(residents.now()).isEmpty();
        assertThat(http.call("after_start").value()).isEqualTo(1L);
        assertThat(residents.now()).containsExactly("after_start");
        assertThat(residents.broughtUp()).containsExactly("after_start");
      }
    }
  }
}
