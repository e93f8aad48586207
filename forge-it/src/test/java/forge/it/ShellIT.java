// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Pty.CTRL_C;
import static forge.it.Pty.CTRL_D;
import static forge.it.Pty.ENTER;
import static forge.it.Pty.TAB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell, at a real terminal and without one; whatever is done there, the gateway goes on. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "terminals are other things there")
class ShellIT {

  @TempDir static Path data;
  private static ForgeProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    gateway = ForgeProcess.start(data);
    // The shell opens behind the start.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Files.exists(data.resolve("run/shell/socket")));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @AfterEach
  void theGatewayGoesOn() {
    assertThat(gateway.client().get("/readyz").status()).isEqualTo(200);
  }

  private static Caller http() {
    return new Caller(gateway.client());
  }

  private static List<String> command(String verb) {
    return List.of(
        ForgeFramework.productHome().resolve("forge").toString(), verb, "--data", data.toString());
  }

  private static Pty shell() throws IOException {
    return new Pty(data, command("shell")).awaits("forge> ");
  }

  @Test
  void everyVerbIsThere() throws Exception {
    try (Pty shell = shell()) {
      shell.type("create hello who:string:required", ENTER).awaits("in service");
      shell.type("create hello who:string:required ");
      shell.type("--body 'return \"Hi \" + who;'", ENTER).awaits("hello 1.0.1 is in service");
      shell.type("call hello who=Ada", ENTER).awaits("\"Hi Ada\"");
      shell.type("show hello", ENTER).awaits("1.0.1, live").awaits("guarded, by default");
      shell.type("list", ENTER).awaits("NAME").awaits("GRANTS").awaits("forge> ");
      shell.type("forge:list | grep hello | wc -l", ENTER).awaits("1\n");
      shell.type("source hello", ENTER).awaits("\"Hi \" + who");
      shell.type("versions hello", ENTER).awaits("1.0.1");
      shell.type("diff hello", ENTER).awaits("+return \"Hi \" + who;");
      shell.type("rollback hello 1.0.0", ENTER).awaits("hello 1.0.0 is in service");
      shell.type("disable", ENTER).awaits("hot-reload is off");
      shell.type("enable", ENTER).awaits("hot-reload is on");
      shell.type("halt a test", ENTER).awaits("every skill is halted");
      shell.type("call hello who=Ada", ENTER).awaits("halted:");
      shell.type("resume", ENTER).awaits("the skills are back");
      http().safety(true).ok();
      try {
        shell.type("create hello --body 'return 3;'", ENTER).awaits("approve ");
        String digest = (String) http().approvals().get(0).get("digest");
        shell.type("approve", ENTER).awaits(digest.replace("sha256:", "").substring(0, 12));
        String begin = digest.replace("sha256:", "").substring(0, 8);
        shell.type("approve " + begin, ENTER).awaits("hello 2.0.0: active");
      } finally {
        http().safety(false).ok();
      }
      shell.type("audit --verify", ENTER).awaits("every one is what it was");
      shell.type("audit 3", ENTER).awaits("switched");
      shell.type("retire hello", ENTER).awaits("is retired");
      shell.type("help forge:create", ENTER).awaits("usage:").awaits("example:");
      shell.type("nonsense", ENTER).awaits("no command nonsense");
      shell.type("exit", ENTER);
      assertThat(shell.end()).isZero();
    }
    assertThat(http().audit())
        .anySatisfy(event -> assertThat(event).containsEntry("door", "shell"));
  }

  @Test
  void commandsSkillsAndVersionsAreCompleted() throws Exception {
    http().createBody("completed_skill", "return 1;", Caller.param("given", "string", false)).ok();
    try (Pty shell = shell()) {
      shell.type("lis", TAB).awaits("list");
      shell.type(CTRL_C).awaits("forge> ");
      shell.type("call complet", TAB).awaits("completed_skill ");
      shell.type("giv", TAB).awaits("given=");
      shell.type("x", ENTER).awaits("1\n");
      shell.type("rollback completed_skill ", TAB).awaits("1.0.0");
    }
  }

  @Test
  void ctrlCEndsWhatRunsAndNotTheGateway() throws Exception {
    try (Pty shell = shell()) {
      shell.type("half a line").awaits("half a line").type(CTRL_C).awaits("forge> ");
      shell.type("events -f", ENTER);
      http().createBody("followed", "return 1;").ok();
      shell.awaits("activated followed");
      shell.type(CTRL_C).awaits("forge> ");
      http().createBody("sleeper", "context.log(\"asleep\"); Thread.sleep(25_000); return 1;").ok();
      shell.type("call sleeper", ENTER);
      await().atMost(Duration.ofSeconds(20)).until(() -> gateway.log().contains("asleep"));
      shell.type(CTRL_C).awaits("interrupted").awaits("forge> ");
      shell.type("list", ENTER).awaits("followed");
      shell.type(CTRL_D);
      assertThat(shell.end()).isZero();
    }
  }

  @Test
  void aClientThatDiesLeavesNothing() throws Exception {
    Pty first = shell();
    first.type("events -f", ENTER);
    first.kill();
    try (Pty second = shell()) {
      second.type("list", ENTER).awaits("forge> ");
    }
  }

  private record Said(int code, String text) {}

  private static Said script(List<String> command, String input) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FORGE_JAVA", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), text);
  }

  @Test
  void aFileOfCommandsIsRunToItsEnd() throws Exception {
    String commands =
        "create scripted --body 'return \"ü😀\";'\n\ncall scripted\nlist | grep scripted\n";
    Said said = script(command("shell"), commands);
    assertThat(said.text()).contains("in service").contains("\"ü😀\"").doesNotContain("\u001b[");
    assertThat(said.text().lines().toList().get(2)).matches("scripted +1.0.0 .*");
    assertThat(said.code()).isZero();
    assertThat(script(command("shell"), "call nobody\nlist\n").code()).isEqualTo(1);
  }

  @Test
  void nobodyElseComesIn() throws Exception {
    assertThat(Files.getPosixFilePermissions(data.resolve("run/shell")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void withoutAGatewayItIsSaid() throws Exception {
    List<String> elsewhere =
        List.of(command("shell").get(0), "shell", "--data", data.resolve("none").toString());
    Said said = script(elsewhere, "list\n");
    assertThat(said.code()).isEqualTo(3);
    assertThat(said.text()).contains("is not running").contains("forge up");
  }

  @Test
  void inTheForegroundTheTerminalHasOne(@TempDir Path own) throws Exception {
    List<String> run =
        List.of(command("run").get(0), "run", "--port", "0", "--data", own.toString());
    try (Pty terminal = new Pty(own, run)) {
      terminal.awaits("is ready").awaits("forge> ");
      terminal.type("list", ENTER).awaits("nothing").awaits("forge> ");
      terminal.type(CTRL_C).awaits("forge> ");
      terminal.type(CTRL_D).awaits("Ctrl-C stops it");
      assertThat(own.resolve("run/gateway.json")).exists();
      terminal.type(CTRL_C);
      assertThat(terminal.end()).isZero();
    }
    assertThat(own.resolve("run/gateway.json")).doesNotExist();
  }

  @Test
  void withoutATerminalThereIsNoConsole() {
    assertThat(gateway.log()).doesNotContain("no shell on this terminal");
    assertThat(gateway.log()).doesNotContain("is not possible here");
  }
}
