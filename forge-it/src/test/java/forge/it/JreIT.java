// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the runtime has no javac, skills are made all the same. */
class JreIT {

  @TempDir static Path data;

  private static ForgeProcess process;
  private static Caller http;

  @BeforeAll
  static void startWithoutJavac() throws Exception {
    Path home = Path.of(System.getProperty("forge.home"));
    Path java = Path.of(System.getProperty("java.home"));
    List<String> options = List.of("--limit-modules=java.se,jdk.unsupported,jdk.net");
    process = ForgeProcess.start(home, data, java, options);
    http = new Caller(process.client());
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Test
  void theLogTellsWhichCompilerIsAtWork() {
    assertThat(process.log()).contains("Skills are compiled by ecj");
  }

  @Test
  void aScaffoldIsMadeAndAnswers() {
    Reply created = http.create("name", "scaffold", "params", List.of(param("n", "integer", true)));
    assertThat(created.json()).containsEntry("success", true).containsEntry("hot_reloaded", true);
    assertThat(http.call("scaffold", "n", 1).json())
        .containsExactlyEntriesOf(object("status", "ok", "skill", "scaffold", "n", 1L));
  }

  @Test
  void aScaffoldAnswersWithAnObject() {
    Reply refused = http.create("name", "later", "returns", "string");
    assertThat(refused.status()).as(refused.text()).isEqualTo(422);
    assertThat(refused.message()).contains("a scaffold answers with an object", "'body'");
    http.create("name", "later", "returns", "object").ok();
    assertThat(http.call("later").json()).containsEntry("skill", "later");
  }

  @Test
  void aBodyWithLambdasAndGenericsIsMadeAndAnswers() {
    Reply created =
        http.create(
            "name", "words",
            "params", List.of(param("text", "string", true)),
            "returns", "Map<String,Long>",
            "body",
                """
                record Word(String text) {}
                return Arrays.stream(text.split(" ")).map(Word::new)
                    .collect(Collectors.groupingBy(Word::text, TreeMap::new, Collectors.counting()));
                """,
            "examples",
                List.of(
                    object("input", object("text", "a b a"), "output", object("a", 2, "b", 1))));
    assertThat(created.status()).as(created.text()).isEqualTo(200);
    assertThat(http.call("words", "text", "x y x").text()).isEqualTo("{\"x\":2,\"y\":1}");
  }

  @Test
  void anErrorIsToldInTheSameShape() {
    Reply reply = http.createBody("bad", "return missing;");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json()).containsEntry("stage", "CLASSES").containsEntry("compile_ok", false);
    assertThat((String) reply.field("cargo_stderr"))
        .containsPattern("Bad\\.java:\\d+: error: missing cannot be resolved")
        .contains("return missing;");
    assertThat((String) reply.objects("findings").get(0).get("where"))
        .matches("Bad\\.java:\\d+:\\d+");
  }
}
