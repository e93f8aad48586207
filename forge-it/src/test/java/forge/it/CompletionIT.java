// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completion in a real bash. */
@Tag("same-on-every-jdk")
class CompletionIT {

  @TempDir static Path data;
  @TempDir Path folder;
  private static ForgeProcess forge;
  private Bash bash;

  @BeforeAll
  static void start() throws IOException {
    forge = ForgeProcess.start(data);
    for (String name : List.of("comp_one", "comp_two", "other"))
      forge.client().post("/api/v1/forge/create", "{\"name\":\"" + name + "\"}");
  }

  @AfterAll
  static void stop() {
    forge.close();
  }

  @BeforeEach
  void open() {
    bash = new Bash(folder).with("FORGE_DATA", data.toString());
  }

  /** What bash offers for the last of these words. */
  private List<String> offered(String... words) throws Exception {
    StringBuilder line = new StringBuilder();
    for (String word : words) line.append(" '").append(word).append("'");
    String out =
        bash.run(
                "eval \"$(forge completion bash)\"\nCOMP_WORDS=(forge"
                    + line
                    + ")\nCOMP_CWORD="
                    + words.length
                    + "\n_forge\nprintf '%s\\n' ${COMPREPLY[@]+\"${COMPREPLY[@]}\"}")
            .good()
            .out();
    return out.isBlank() ? List.of() : List.of(out.strip().split("\n"));
  }

  @Test
  void verbs() throws Exception {
    assertThat(offered("")).contains("up", "status", "create", "call", "events", "completion");
    assertThat(offered("re")).containsExactlyInAnyOrder("retire", "resume");
    assertThat(offered("help", "cr")).containsExactly("create");
    assertThat(offered("x")).isEmpty();
  }

  @Test
  void options() throws Exception {
    assertThat(offered("create", "n", "--p")).containsExactly("--param");
    assertThat(offered("up", "-")).containsExactly("--port", "--host", "--data", "--help");
    assertThat(offered("audit", "--")).contains("--verify", "--json", "--gateway", "--help");
    assertThat(offered("safety", "")).containsExactly("on", "off");
  }

  @Test
  void namesOfSkills() throws Exception {
    for (String verb : List.of("call", "show", "retire", "rollback", "create"))
      assertThat(offered(verb, "comp")).containsExactly("comp_one", "comp_two");
    assertThat(offered("call", "comp_one", "comp")).isEmpty();
    bash.with("FORGE_DATA", "/nowhere").with("GATEWAY_URL", "http://127.0.0.1:1");
    assertThat(offered("call", "comp")).isEmpty();
  }

  /** Whatever answers at the address, bash is not to run what it says. */
  @Test
  void aHostileGatewayGivesNoCommands() throws Exception {
    bash.file("evil.sh", "#!/bin/sh\necho 'good_one'\necho '$(touch ran)'\necho '`touch ran`'\n");
    bash.run(
            "eval \"$(forge completion bash)\"; chmod +x evil.sh\n"
                + "COMP_WORDS=(./evil.sh call '') COMP_CWORD=2; _forge; echo \"${COMPREPLY[@]}\"")
        .good();
    assertThat(bash.text("out")).startsWith("good_one ");
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void files() throws Exception {
    bash.file("a file.json", "{}");
    assertThat(offered("call", "comp_one", "--json", "a")).containsExactly("a file.json");
    assertThat(offered("create", "x", "--spec", "a ")).containsExactly("a file.json");
  }

  /** A person types, and presses the tab key. */
  @Test
  void typedInATerminal() throws Exception {
    bash.file("rc", "PS1='> '; eval \"$(forge completion bash)\"; bind 'set bell-style none'\n");
    Process terminal =
        bash.start("TERM=xterm exec script -qefc 'bash --noprofile --rcfile rc -i' /dev/null");
    try (Writer keys = terminal.outputWriter()) {
      awaitScreen("> ");
      keys.append("forge sho\tother\n").flush();
      awaitScreen("forge show other", "other 1.0.0");
      keys.append("forge call oth\t\n").flush();
      awaitScreen("forge call other", "\"skill\": \"other\"");
      keys.append("exit\n").flush();
      assertThat(terminal.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      terminal.destroyForcibly();
    }
  }

  private void awaitScreen(String... texts) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(bash.text("out")).contains(texts));
  }
}
