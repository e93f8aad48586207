// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A failed create harms nothing: not what runs, not the next create, not another one beside it. */
class FailedCreateIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String BROKEN_CONSTRUCTOR =
      """
      package forge_gen_%1$s;
      import forge.api.*;
      public final class Broken implements Skill {
        public Broken() { throw new IllegalStateException("no luck"); }
        public SkillResult call(SkillRequest request, SkillContext context) {
          return SkillResult.ok(-1);
        }
      }
      """;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @Test
  void aCompileErrorComesBackAsTheCompilerTellsIt() {
    Traces before = Traces.of(FORGE);
    Reply reply = http().createBody("bad_code", "int a = 1;\nreturn a + missing;");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json())
        .containsEntry("success", false)
        .containsEntry("skill_name", "bad_code")
        .containsEntry("module_name", "forge_gen_bad_code")
        .containsEntry("file_path", "skills/bad_code/BadCode.java")
        .containsEntry("cargo_check_ok", false)
        .containsEntry("compile_ok", false)
        .containsEntry("hot_reloaded", false)
        .containsEntry("stage", "CLASSES");
    assertThat((String) reply.field("cargo_stderr"))
        .containsPattern("BadCode\\.java:\\d+: error: cannot find symbol")
        .contains("return a + missing;")
        .contains("1 error");
    Map<String, Object> finding = reply.objects("findings").get(0);
    assertThat(finding)
        .containsEntry("stage", "CLASSES")
        .containsEntry("severity", "ERROR")
        .containsKeys("rule", "where", "message", "line_text");
    assertThat((String) finding.get("rule")).startsWith("compiler.err.cant.resolve");
    assertThat((String) finding.get("where")).matches("BadCode\\.java:\\d+:\\d+");
    assertThat((String) finding.get("line_text")).contains("return a + missing;");
    assertThat(reply.message()).contains("Nothing has changed");
    assertThat(Traces.of(FORGE)).isEqualTo(before);
  }

  @Test
  void whatWasLiveStaysLiveUnderLoad() throws Exception {
    assertThat(http().createBody("steady", "return 42;").status()).isEqualTo(200);
    Traces before = Traces.of(FORGE);
    Reply compile;
    Reply example;
    Reply constructor;
    try (Hammer hammer = new Hammer(FORGE.address(), "steady", reply -> (Long) reply.value())) {
      compile = http().createBody("steady", "return x;");
      example =
          http()
              .create(
                  "name", "steady",
                  "body", "return 43;",
                  "examples", List.of(object("input", object(), "output", 44)));
      constructor =
          http().create("name", "steady", "source", BROKEN_CONSTRUCTOR.formatted("steady"));
      long calls = hammer.calls();
      await().until(() -> hammer.calls() > calls + 100);
      assertThat(hammer.faults()).isEmpty();
      assertThat(hammer.newest()).isEqualTo(42);
    }
    assertRefused(compile, "CLASSES", "cannot find symbol");
    assertRefused(example, "SERVICE", "44");
    assertRefused(constructor, "SERVICE", "no luck");
    assertThat(withoutTraffic(Traces.of(FORGE))).isEqualTo(withoutTraffic(before));
    Reply next = http().createBody("steady", "return 45;");
    assertThat(next.field("version")).isEqualTo("1.0.1");
    assertThat(http().call("steady").value()).isEqualTo(45L);
  }

  private static void assertRefused(Reply reply, String stage, String words) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.json()).containsEntry("success", false).containsEntry("stage", stage);
    assertThat((String) reply.field("cargo_stderr")).contains(words);
    assertThat(reply.message()).contains(words.lines().findFirst().orElseThrow());
  }

  /** The hammer's calls are counted, that is all that may differ. */
  private static Traces withoutTraffic(Traces traces) {
    String skills =
        traces
            .skills()
            .replaceAll("\"(calls|failures)\":\\d+", "")
            .replaceAll("\"latency_us\":\\{[^}]*}", "");
    return new Traces(skills, traces.files(), traces.bundles());
  }

  @Test
  void twoCreatesOfOneNameWaitForEachOther() throws Exception {
    try (Gate gate = new Gate()) {
      CompletableFuture<Reply> first = createAtGate("twins", gate, 1);
      gate.awaitArrival();
      CompletableFuture<Reply> second = createAtGate("twins", gate, 1);
      await().until(FailedCreateIT::somebodyWaitsForItsTurn);
      assertThat(gate.waiting()).as("trials of the second").isZero();
      assertThat(second).isNotDone();
      gate.open();
      assertThat(first.get(30, TimeUnit.SECONDS).field("version")).isEqualTo("1.0.0");
      assertThat(second.get(30, TimeUnit.SECONDS).field("version")).isEqualTo("1.0.1");
    }
  }

  private static boolean somebodyWaitsForItsTurn() {
    return Thread.getAllStackTraces().values().stream()
        .anyMatch(
            frames ->
                List.of(frames).stream()
                    .anyMatch(
                        frame ->
                            frame.getClassName().equals("forge.core.install.Turnstile")
                                && frame.getMethodName().equals("enter")));
  }

  @Test
  void createsOfDifferentNamesPassSideBySide() throws Exception {
    try (Gate gate = new Gate()) {
      CompletableFuture<Reply> slow = createAtGate("slow_one", gate, 5);
      gate.awaitArrival();
      Reply other = http().createBody("quick_one", "return 6;");
      assertThat(other.field("hot_reloaded")).isEqualTo(true);
      assertThat(http().call("quick_one").value()).isEqualTo(6L);
      assertThat(slow).isNotDone();
      gate.open();
      assertThat(slow.get(30, TimeUnit.SECONDS).field("hot_reloaded")).isEqualTo(true);
    }
  }

  private static CompletableFuture<Reply> createAtGate(String name, Gate gate, int answer) {
    return Caller.later(
        () ->
            http()
                .create(
                    "name",
                    name,
                    "body",
                    gate.statement() + "return " + answer + ";",
                    "examples",
                    List.of(object("input", object(), "output", answer))));
  }
}
