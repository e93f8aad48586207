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
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A skill in a process of its own answers as others do, and its end is certain. */
class IsolatedIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String SPIN = "long i = 0; while (true) i++;";
  private static final Object SHORT = object("wall_ms", 700);

  @TempDir Path data;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @AfterEach
  void asItWas() {
    http().resume();
  }

  private static Reply isolated(Caller caller, String name, String body, Object... more) {
    List<Object> spec = new ArrayList<>(List.of("name", name, "tier", "isolated", "body", body));
    spec.addAll(Arrays.asList(more));
    return caller.create(spec.toArray());
  }

  private static Reply isolated(String name, String body, Object... more) {
    return isolated(http(), name, body, more);
  }

  /** The worker processes of this gateway. */
  private static List<ProcessHandle> workers(ProcessHandle gateway) {
    return gateway
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("worker.jar"))
        .toList();
  }

  private static List<ProcessHandle> workers() {
    return workers(ProcessHandle.current());
  }

  @Test
  void itAnswersAsOthersDo() {
    Reply made =
        isolated(
                "asked",
                """
                context.log("asked for " + what);
                context.progress(0.5, "half");
                if (what.equals("no")) throw new Refusal("not today");
                if (what.equals("bad")) throw new IllegalStateException("oops");
                Map<String,Object> all = new LinkedHashMap<>();
                all.put("text", what + " \\u00e4\\u20ac\\uD83D");
                all.put("big", new BigInteger("123456789012345678901234567890"));
                all.put("exact", new BigDecimal("1.10"));
                all.put("half", 0.5);
                all.put("list", Arrays.asList(1, null, true, List.of()));
                return all;""",
                "params",
                List.of(param("what", "string", true)),
                "examples",
                List.of(
                    object("input", object("what", "no"), "error", "skill_error"),
                    object("input", object(), "error", "bad_input")))
            .ok();
    assertThat(made.json()).containsEntry("tier", "isolated").containsEntry("tier_reason", "spec");
    assertThat(http().skill("asked")).containsEntry("tier", "isolated");
    Reply guarded = http().create("name", "asked_here", "body", "return 1;").ok();
    assertThat(guarded.json()).containsEntry("tier", "guarded");
    assertThat(http().call("asked", "what", "x").ok().text())
        .contains("\"text\":\"x ä€", "123456789012345678901234567890", "[1,null,true,[]]", "1.10");
    http().call("asked", "what", "no").refused(422, "skill_error", "not today");
    http().call("asked", "what", 1).refused(400, "bad_input");
    http().call("asked", "what", "bad").refused(500, "skill_broken", "oops", "Asked.java:");
  }

  @Test
  void aHangingCallIsEndedAndToldAndItsProcessIsGone() {
    isolated("spin", SPIN, "budget", SHORT).ok();
    List<ProcessHandle> before = workers();
    assertThat(before).isNotEmpty();
    http().call("spin").refused(504, "timeout", "700 ms");
    await().until(() -> before.stream().anyMatch(worker -> !worker.isAlive()));
    http().call("spin").refused(504, "timeout");
    assertThat(http().skill("spin")).containsEntry("state", "live");
  }

  /** One that is stopped by the system obeys nothing. */
  @Test
  void aProcessThatObeysNothingIsEndedToo() throws Exception {
    try (Gate gate = Gate.ofTheOpen()) {
      isolated("stuck", gate.statement() + SPIN, "budget", object("wall_ms", 3_000)).ok();
      CompletableFuture<Reply> call = later(() -> http().call("stuck"));
      gate.awaitArrival();
      for (ProcessHandle worker : workers())
        new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid())).start().waitFor();
      call.get(30, SECONDS).refused(504, "timeout", "3000 ms");
    }
    isolated("after_stuck", "return 1;").ok();
  }

  @Test
  void aMemoryBombIsContained() throws Exception {
    isolated("bomb", "List<Object> l = new ArrayList<>(); while (true) l.add(new int[1000]);").ok();
    http().createBody("beside", "return 1;").ok();
    List<CompletableFuture<Reply>> bombs = new ArrayList<>();
    for (int i = 0; i < 4; i++) bombs.add(later(() -> http().call("bomb")));
    for (int i = 0; i < 20; i++) assertThat(http().call("beside").ok().value()).isEqualTo(1L);
    for (var bomb : bombs) bomb.get(60, SECONDS).refused(504, "over_budget", "memory");
  }

  @Test
  void twentyAreUpAtOnce() throws Exception {
    int skills = 20;
    try (Gate gate = new Gate()) {
      for (int i = 0; i < skills; i++)
        isolated("one_of_" + i, gate.statement() + "return " + i + ";").ok();
      List<CompletableFuture<Reply>> calls = new ArrayList<>();
      for (int i = 0; i < skills; i++) {
        String skill = "one_of_" + i;
        calls.add(later(() -> http().call(skill)));
      }
      // Each call waits in a process of its own: what it logs is what it waits for here.
      for (int i = 0; i < skills; i++) gate.awaitArrival();
      assertThat(workers()).hasSizeGreaterThanOrEqualTo(skills);
      gate.open();
      for (int i = 0; i < skills; i++)
        assertThat(calls.get(i).get(60, SECONDS).ok().value()).isEqualTo((long) i);
    }
  }

  @Test
  void aSwapUnderLoadFailsNoCall() throws Exception {
    isolated("swapped", "return 0;").ok();
    AtomicBoolean over = new AtomicBoolean();
    Queue<Object> wrong = new ConcurrentLinkedQueue<>();
    Queue<Object> answers = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) clients.add(new Thread(() -> call(over, answers, wrong)));
    clients.forEach(Thread::start);
    for (int version = 1; version <= 5; version++) {
      isolated("swapped", "return " + version + ";").ok();
      int some = answers.size() + 50;
      await().until(() -> answers.size() > some || !wrong.isEmpty());
    }
    http().rollback("swapped", "1.0.0").ok();
    over.set(true);
    for (Thread client : clients) client.join();
    assertThat(wrong).isEmpty();
    assertThat(http().call("swapped").value()).isEqualTo(0L);
    assertThat(answers).contains(0L, 1L, 2L, 3L, 4L, 5L);
    http().retire("swapped").ok();
    http().call("swapped").refused(404, "unknown_skill");
  }

  private static void call(AtomicBoolean over, Queue<Object> answers, Queue<Object> wrong) {
    long last = 0;
    while (!over.get()) {
      Reply reply = http().call("swapped");
      if (reply.status() != 200) wrong.add(reply);
      else {
        long value = (Long) reply.value();
        if (value < last && value != 0) wrong.add(value + " after " + last);
        last = value;
        answers.add(value);
      }
    }
  }

  @Test
  void aHaltEndsItAndAResumeBringsItBack() throws Exception {
    try (Gate gate = new Gate()) {
      isolated("halted", gate.statement() + "return 1;").ok();
      CompletableFuture<Reply> call = later(() -> http().call("halted"));
      gate.awaitArrival();
      assertThat(http().halt("fire").ok().field("ended_calls")).isEqualTo(1L);
      gate.open();
      call.get(30, SECONDS).refused(503, "halted", "resume");
      http().call("halted").refused(503, "halted");
      http().resume().ok();
      assertThat(http().call("halted").ok().value()).isEqualTo(1L);
    }
  }

  @Test
  void aProcessThatIsGoneCostsOneCallAtMost() throws Exception {
    try (Gate gate = new Gate()) {
      String body = gate.statement() + "long i = 0; while (spin) i++; return 1;";
      isolated("orphan", body, "params", List.of(param("spin", "boolean", true))).ok();
      CompletableFuture<Reply> call = later(() -> http().call("orphan", "spin", true));
      gate.awaitArrival();
      gate.open();
      workers().forEach(ProcessHandle::destroyForcibly);
      call.get(30, SECONDS).refused(500, "skill_broken", "its process ended");
      assertThat(http().call("orphan", "spin", false).ok().value()).isEqualTo(1L);
      workers().forEach(ProcessHandle::destroyForcibly);
      await().until(() -> workers().isEmpty());
      assertThat(http().call("orphan", "spin", false).ok().value()).isEqualTo(1L);
    }
  }

  @Test
  void whatCannotBeMadeThereIsRefusedAndNothingIsLeft() {
    Reply refused =
        http()
            .create(
                "name",
                "unmade",
                "tier",
                "isolated",
                "source",
                """
                package forge_gen_unmade;
                import forge.api.*;
                public final class Unmade implements Skill {
                  public Unmade() { throw new IllegalStateException("not me"); }
                  public SkillResult call(SkillRequest r, SkillContext c) { return SkillResult.ok(1); }
                }
                """);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.message()).contains("not me");
    Reply keeping =
        http()
            .create(
                "name",
                "keeping",
                "tier",
                "isolated",
                "source",
                """
                package forge_gen_keeping;
                import forge.api.*;
                import java.util.*;
                public final class Keeping implements Skill {
                  private static final Map<String, Object> KEPT = Collections.checkedMap(new HashMap<>(), String.class, Object.class);
                  public SkillResult call(SkillRequest r, SkillContext c) { KEPT.put("a", 1); return SkillResult.ok(1); }
                }
                """);
    assertThat(keeping.status()).as(keeping.text()).isEqualTo(422);
    Reply failed = isolated("failing", "return 1;", "examples", List.of(object("output", 2)));
    assertThat(failed.status()).isEqualTo(422);
    assertThat(failed.message()).contains("should answer 2");
    http().call("failing").refused(404, "unknown_skill");
  }

  @Test
  void itIsThereAfterARestart() throws InterruptedException {
    isolated("kept", "return 7;").ok();
    List<ProcessHandle> before = workers();
    FORGE.restart();
    assertThat(before).noneMatch(ProcessHandle::isAlive);
    assertThat(workers()).as("before anybody calls").isEmpty();
    assertThat(http().skill("kept")).containsEntry("tier", "isolated");
    assertThat(http().call("kept").ok().value()).isEqualTo(7L);
  }

  @Test
  void statusTellsWhatTheSystemTakesAway() {
    @SuppressWarnings("unchecked")
    Map<String, Object> isolation =
        (Map<String, Object>) http().get("/v1/status").ok().field("isolation");
    assertThat(isolation).containsKeys("workers", "max_workers", "user", "limits");
    assertThat(isolation.get("network")).isIn("none", "shared");
  }

  @Test
  void aKilledGatewayLeavesNoProcess() throws Exception {
    List<ProcessHandle> workers;
    try (ForgeProcess gateway = ForgeProcess.start(data)) {
      Caller caller = new Caller(gateway.client());
      isolated(caller, "idle_one", "return 1;").ok();
      isolated(caller, "spinning", SPIN).ok();
      later(() -> caller.call("spinning"));
      await().until(() -> gateway.log().contains("skill=spinning"));
      ProcessHandle process = ProcessHandle.of(gateway.pid()).orElseThrow();
      workers = workers(process);
      assertThat(workers).hasSizeGreaterThanOrEqualTo(2);
      gateway.kill();
    }
    await().until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void aGatewayThatNeverUsesItStartsNone() throws IOException {
    try (ForgeProcess gateway = ForgeProcess.start(data)) {
      Caller caller = new Caller(gateway.client());
      caller.createBody("plain", "return 1;").ok();
      caller.call("plain").ok();
      assertThat(workers(ProcessHandle.of(gateway.pid()).orElseThrow())).isEmpty();
    }
  }
}
