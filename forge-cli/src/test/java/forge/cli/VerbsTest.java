// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import static forge.cli.Program.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import forge.cli.Program.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerbsTest {
  private static final String WORDS =
      "200 {\"skills\":[{\"name\":\"words\",\"version\":\"1.0.0\",\"state\":\"live\",\"calls\":12,"
          + "\"failures\":0,\"latency_us\":{\"p50\":1500},"
          + "\"tier\":\"isolated\",\"grants\":{\"env\":[\"TZ\"]},"
          + "\"description\":\"Zählt 世界\\nund \\u001b[31mmehr als das, und noch mehr\"}],"
          + "\"count\":1}";
  private static final String ALL = "GET /api/v1/skills?limit=1000&q=";

  private Program forge;

  @BeforeEach
  void start() throws IOException {
    forge = new Program();
  }

  @AfterEach
  void stop() {
    forge.close();
  }

  @Test
  void everyVerbHasAHelpAndAnAction() {
    for (Verb verb : Verbs.ALL) {
      assertThat(forge.run(verb.name(), "--help").out()).startsWith("Usage: forge " + verb.name());
      assertThat(forge.run("help", verb.name()).out()).contains(verb.summary(), "--gateway URL");
      List<String> words = List.of(verb.name(), "bash", "1.0.0").subList(0, 1 + verb.least());
      if (!verb.name().equals("events")) forge.run(words.toArray(String[]::new));
    }
    assertThat(Help.of(Verbs.find("create").orElseThrow()).lines())
        .allMatch(line -> line.length() <= 110);
  }

  @Test
  void bothScriptsKnowEveryVerb() throws IOException {
    for (String script : List.of("forge", "forge.ps1")) {
      String text = Files.readString(Path.of("..", script));
      int list = text.indexOf(script.equals("forge") ? "case $1 in" : "$clientVerbs = ");
      String handedOn = text.substring(list, text.indexOf("completion", list) + 11);
      for (Verb verb : Verbs.ALL) {
        assertThat(text).as(script).containsPattern("(?m)^  " + verb.name() + " ");
        assertThat(handedOn).as(script).containsPattern("[ ']" + verb.name() + "[ '\n)]");
      }
    }
  }

  @Test
  void tableIsWholeWhereNobodyLooks() {
    assertThat(forge.when(ALL, WORDS).run("list").out())
        .isEqualTo(
            "NAME   VERSION  STATE  TIER      GRANTS  CALLS  FAILED   P50  DESCRIPTION\n"
                + "words  1.0.0    live   isolated  env        12       0  1 ms  Zählt 世界 und [31mmehr als das,"
                + " und noch mehr\n");
  }

  @Test
  void tableFitsATerminal() {
    List<String> lines = forge.when(ALL, WORDS).wide(78).run("list").out().lines().toList();
    assertThat(lines.get(0)).startsWith("\u001b[1mNAME").endsWith("\u001b[0m");
    assertThat(lines.get(1)).endsWith("Zählt 世界 und …").doesNotContain("\u001b");
    assertThat(Cells.width(lines.get(1))).isEqualTo(78);
  }

  @Test
  void pagesAreOneAnswer() {
    forge.when(ALL, "200 {\"skills\":[{\"name\":\"a\"}],\"count\":1,\"next_cursor\":\"YQ\"}");
    forge.when(ALL + "&cursor=YQ", "200 {\"skills\":[{\"name\":\"b\"}],\"count\":1}");
    assertThat(forge.run("list", "--json").out())
        .isEqualTo("{\"skills\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"count\":2}\n");
    assertThat(forge.run("list", "--names").out()).isEqualTo("a\nb\n");
  }

  @Test
  void findingsLookLikeACompilers() {
    forge.when(
        "POST /api/v1/forge/create",
        "422 {\"success\":false,\"skill_name\":\"x\",\"stage\":\"CLASSES\",\"message\":\"m\","
            + "\"findings\":[{\"severity\":\"ERROR\",\"where\":\"X.java:7:12\","
            + "\"message\":\"cannot find symbol\\n  symbol: y\",\"line_text\":\"\\tvar 世 = y;\"},"
            + "{\"severity\":\"WARNING\",\"where\":\"X.java:9\",\"message\":\"odd\","
            + "\"line_text\":\"\"}]}");
    Said said = forge.run("create", "x");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .isEqualTo(
            "X.java:7: error: cannot find symbol\n    var 世 = y;\n               ^\n  symbol: y\n"
                + "X.java:9: warning: odd\n1 error\n1 warning\n"
                + "forge: x was refused at CLASSES; nothing has changed\n");
    assertThat(forge.wide(80).run("create", "x").err()).contains("\u001b[1;31merror:\u001b[0m");
  }

  @Test
  void refusalsAreOneLineAndForMachinesAsTheyCame() {
    String body =
        "{\"status\":\"error\",\"code\":\"bad_spec\",\"message\":\"2 things are wrong\","
            + "\"errors\":[{\"path\":\"name\",\"message\":\"Skill name\"}]}";
    forge.when("POST /api/v1/forge/create", "400 " + body);
    assertThat(forge.run("create", "X"))
        .isEqualTo(new Said(1, "", "forge: 2 things are wrong\n  name: Skill name\n"));
    assertThat(forge.run("create", "X", "--json")).isEqualTo(new Said(1, body + "\n", ""));
  }

  @Test
  void keptIsNeitherDoneNorFailed() {
    forge.when(
        "POST /api/v1/forge/create",
        "200 {\"success\":true,\"skill_name\":\"x\",\"version\":\"1.0.0\",\"hot_reloaded\":false,"
            + "\"state\":\"pending\"}");
    Said said = forge.run("create", "x");
    assertThat(said.code()).isEqualTo(4);
    assertThat(said.out()).contains("x 1.0.0 is kept", "forge enable && forge trigger x");
  }

  @Test
  void callReadsWordsByTheSchemaAndPrintsWhatCame() {
    forge.when(
        "GET /api/v1/skills/x",
        "200 {\"name\":\"x\",\"input_schema\":{\"properties\":{\"t\":{\"type\":\"string\"}}}}");
    forge.when("POST /api/v1/skills/x", "200 {\"a\":[1,\"ü\"]}");
    assertThat(forge.run("call", "x", "t=1")).isEqualTo(new Said(0, "{\"a\":[1,\"ü\"]}\n", ""));
    assertThat(forge.asked()).endsWith("POST /api/v1/skills/x {\"t\":\"1\"}");
    forge.feed("{\"t\": \"2\"}", "call", "x", "--json", "-");
    assertThat(forge.asked()).endsWith("POST /api/v1/skills/x {\"t\":\"2\"}");
    assertThat(forge.wide(80).run("call", "x").out())
        .isEqualTo("{\n  \"a\": [\n    1,\n    \"ü\"\n  ]\n}\n");
    forge.wide(0);
    assertRefused(forge.feed("[1]", "call", "x", "--json", "-"), 2, "must be a JSON object");
    assertRefused(forge.feed("{", "call", "x", "--json", "-"), 2, "standard input is no JSON");
  }

  @Test
  void digestMayBeShortWhenItIsClear() {
    String digest = "sha256:" + "ab".repeat(32);
    forge.when(
        "GET /api/v1/forge/approvals", "200 {\"approvals\":[{\"digest\":\"" + digest + "\"}]}");
    String path = "POST /api/v1/forge/approvals/" + digest.replace(":", "%3A");
    forge.when(path, "200 {\"state\":\"rejected\",\"message\":\"Rejected.\"}");
    Said said = forge.run("approve", "abababab", "--reject", "--reason", "not \"now\"");
    assertThat(said).isEqualTo(new Said(0, "Rejected.\n", ""));
    assertThat(forge.asked().get(1))
        .isEqualTo(path + " {\"decision\":\"reject\",\"reason\":\"not \\\"now\\\"\"}");
    assertRefused(forge.run("approve", "--reject"), 2, "its DIGEST");
  }

  @Test
  void auditShowsTheNewest() {
    forge.when(
        "GET /api/v1/forge/audit?after=0&limit=1000",
        "200 {\"events\":[{\"seq\":1,\"event\":\"created\"},{\"seq\":2,\"event\":\"activated\"}],"
            + "\"next_after\":2}");
    forge.when(
        "GET /api/v1/forge/audit?after=2&limit=1000",
        "200 {\"events\":[{\"seq\":3,\"event\":\"retired\"}]}");
    assertThat(forge.run("audit", "--limit", "2", "--json").out())
        .isEqualTo(
            "{\"events\":[{\"seq\":2,\"event\":\"activated\"},{\"seq\":3,\"event\":\"retired\"}],"
                + "\"count\":2}\n");
    assertThat(forge.run("audit", "--limit", "1", "--after", "0").out()).contains("created");
    forge.when(
        "GET /api/v1/forge/audit/verify",
        "200 {\"ok\":false,\"lines\":9,\"broken_line\":4,\"message\":\"Line 4 is not\"}");
    assertRefused(forge.run("audit", "--verify"), 1, "Line 4 is not");
  }

  @Test
  void diffInColoursOnATerminalOnly() {
    forge.when("GET /api/v1/skills/x/diff?from=1.0.0", "200 --- a\n+++ b\n-old\n+new\n");
    assertThat(forge.run("diff", "x", "1.0.0").out()).isEqualTo("--- a\n+++ b\n-old\n+new\n");
    assertThat(forge.wide(80).run("diff", "x", "1.0.0").out())
        .contains("\u001b[31m-old\u001b[0m\n\u001b[32m+new\u001b[0m\n");
  }

  @Test
  void otherProgramsAreToldFromGateways() {
    String path = "GET /api/v1/skills/x";
    for (String answer :
        List.of(
            "200 <html>", "200 {}", "302 {}", "404 <html>", "404 {\"error\":\"x\"}", "200 {oops"))
      assertRefused(forge.when(path, answer).run("show", "x"), 3, "is no Forge gateway (HTTP ");
    forge.when("GET /healthz", "200 {\"healthy\":true}");
    assertRefused(forge.run("create", "x"), 3, "is no Forge gateway");
    assertThat(forge.asked()).noneMatch(asked -> asked.startsWith("POST"));
  }

  @Test
  void tokenGoesAsBearerAndMustBeOne() {
    assertRefused(forge.with("FORGE_TOKEN", "a\nb").run("list"), 2, "FORGE_TOKEN is no token");
  }

  @Test
  void timesForPeople() {
    assertThat(Times.millis("198.222") + Times.millis("0.45") + Times.millis("7"))
        .isEqualTo("1980.47");
    assertThat(Times.local("2026-01-02T03:04:00.5Z")).matches("2026-01-0\\d \\d\\d:\\d\\d:00");
    assertThat(Times.local("never")).isEqualTo("never");
  }

  @Test
  void wrongUse() {
    assertRefused(forge.run(), 2, "say what to do; see 'forge help'");
    assertRefused(forge.run("fly"), 2, "unknown command 'fly'; see 'forge help'");
    assertRefused(forge.run("help", "fly"), 2, "unknown command 'fly'");
    assertRefused(forge.run("completion", "fish"), 2, "for bash only, not for 'fish'");
    assertRefused(forge.run("safety", "maybe"), 2, "say on or off");
    assertRefused(forge.run("halt"), 2, "say why");
  }
}
