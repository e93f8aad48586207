// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.later;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources are compiled in a process of their own, and what hangs there hangs nothing else. */
class CompilerIT {

  @TempDir Path data;

  /** For each level of lambdas the compiler looks at what is in it several times. */
  private static String endless() {
    String nested = "1";
    for (int i = 0; i < 30; i++) nested = "Optional.of(1).map(x" + i + " -> " + nested + ").get()";
    return """
    package forge_gen_endless;
    import forge.api.*;
    import java.util.*;
    public final class Endless implements Skill {
      public SkillResult call(SkillRequest request, SkillContext context) {
        return SkillResult.ok(NESTED);
      }
    }
    """
        .replace("NESTED", nested);
  }

  private static String doubling() {
    StringBuilder text = new StringBuilder("final String a0 = \"" + "x".repeat(1_000) + "\";\n");
    for (int i = 1; i <= 30; i++)
      text.append("final String a%d = a%d + a%d;\n".formatted(i, i - 1, i - 1));
    return text + "return a30;";
  }

  private static List<ProcessHandle> compilers(ForgeProcess gateway) {
    return ProcessHandle.of(gateway.pid())
        .orElseThrow()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("compiler.jar"))
        .toList();
  }

  private static Object where(Caller http) {
    return ((Map<?, ?>) http.get("/v1/status").ok().field("isolation")).get("compiler");
  }

  @Test
  void whileASourceCompilesWithoutEndAllElseGoesOn() throws Exception {
    try (ForgeProcess gateway = ForgeProcess.start(data)) {
      Caller http = new Caller(gateway.client());
      http.createBody("beside", "return 1;").ok();
      assertThat(where(http)).isEqualTo("process");
      long before = Metric.of(gateway.client(), "forge_compilers_killed_total");
      CompletableFuture<Reply> bomb =
          later(() -> http.create("name", "endless", "source", endless()));
      int rounds = 0;
      do {
        http.createBody("other_" + rounds, "return " + rounds + ";").ok();
        assertThat(http.call("other_" + rounds).ok().value()).isEqualTo((long) rounds);
        assertThat(http.call("beside").ok().value()).isEqualTo(1L);
        http.hotReload(rounds % 2 == 0).ok();
        http.hotReload(true).ok();
        http.halt("drill").ok();
        http.resume().ok();
        rounds++;
      } while (!bomb.isDone());
      assertThat(rounds).isGreaterThan(3);
      Reply refused = bomb.get();
      assertThat(refused.status()).as(refused.text()).isEqualTo(422);
      assertThat(refused.message()).contains("takes longer than 10 s");
      assertThat(Metric.of(gateway.client(), "forge_compilers_killed_total")).isEqualTo(before + 1);
      assertThat(http.live()).doesNotContain("endless");
      http.createBody("after", "return 2;").ok();
    }
  }

  @Test
  void whatTakesTooMuchMemoryEndsItsProcessOnly() throws Exception {
    try (ForgeProcess gateway = ForgeProcess.start(data)) {
      Caller http = new Caller(gateway.client());
      Reply refused = http.createBody("doubling", doubling());
      assertThat(refused.status()).as(refused.text()).isEqualTo(422);
      http.createBody("after", "return 2;").ok();
      assertThat(gateway.log()).doesNotContain("OutOfMemoryError");
    }
  }

  @Test
  void aProcessThatIsGoneIsReplaced() throws Exception {
    try (ForgeProcess gateway = ForgeProcess.start(data)) {
      Caller http = new Caller(gateway.client());
      http.createBody("first", "return 1;").ok();
      List<ProcessHandle> gone = compilers(gateway);
      assertThat(gone).isNotEmpty();
      gone.forEach(ProcessHandle::destroyForcibly);
      http.createBody("second", "return 2;").ok();
      assertThat(compilers(gateway)).isNotEmpty();
    }
  }

  @Test
  void itEndsWithTheGateway() throws Exception {
    List<ProcessHandle> compilers;
    try (ForgeProcess gateway = ForgeProcess.start(data)) {
      new Caller(gateway.client()).createBody("first", "return 1;").ok();
      compilers = compilers(gateway);
      assertThat(compilers).isNotEmpty();
      gateway.kill();
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> compilers.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** In the gateway there is a compiler only when no process has it. */
  @Test
  void switchedOffTheGatewayCompiles() throws Exception {
    try (ForgeProcess gateway = ForgeProcess.start(data, Map.of("FORGE_COMPILERS", "0"))) {
      Caller http = new Caller(gateway.client());
      http.createBody("first", "return 1;").ok();
      assertThat(where(http)).isEqualTo("gateway");
      assertThat(compilers(gateway)).isEmpty();
      assertThat(Metric.of(gateway.client(), "forge_compilers")).isZero();
    }
  }
}
