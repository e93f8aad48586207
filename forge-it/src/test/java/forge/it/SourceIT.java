// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Code comes as a body, as a source, or not at all; it is kept, shown, edited and made again. */
class SourceIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String BIG_SOURCE =
      """
      package forge_gen_big_source;

      import forge.api.*;
      import java.util.*;
      import java.util.function.*;
      import java.util.stream.*;

      public final class Big implements Skill {
        private static final ValueType<List<Integer>> NUMBERS = ValueType.of("List<Integer>");
        private record Step(String name, IntUnaryOperator does) {}
        enum Sign { MINUS, ZERO, PLUS }
        private final List<Step> steps =
            List.of(new Step("double", n -> n * 2), new Step("next", Helper::next));

        @Override
        public SkillResult call(SkillRequest request, SkillContext context) {
          List<Integer> numbers = request.required("numbers", NUMBERS);
          return SkillResult.ok(steps.stream().collect(Collectors.toMap(Step::name,
              step -> numbers.stream().map(step.does()::applyAsInt).toList(),
              (a, b) -> a, TreeMap::new)));
        }

        static final class Nested {
          static Sign sign(int n) {
            return n < 0 ? Sign.MINUS : n == 0 ? Sign.ZERO : Sign.PLUS;
          }
        }
      }

      class Helper {
        static int next(int n) {
          return switch (Big.Nested.sign(n).name()) { case "MINUS" -> n - 1; default -> n + 1; };
        }
      }
      """;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Reply made(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  @Test
  void aBodySeesItsParametersAsTypedVariables() {
    made(
        http()
            .create(
                "name", "typed",
                "params",
                    List.of(
                        param("s", "string", true),
                        param("i", "integer", true),
                        param("d", "number", true),
                        param("b", "boolean", true),
                        param("a", "array", true),
                        param("o", "object", true),
                        param("x", "any", true),
                        param("m", "Map<String,List<Integer>>", true),
                        param("opt", "integer", false)),
                "body",
                    """
                    String text = s; long whole = i; double real = d; boolean truth = b;
                    List<Object> items = a; Map<String,Object> fields = o; Object thing = x;
                    Map<String,List<Integer>> lists = m; Long maybe = opt;
                    int sum = lists.get("k").stream().mapToInt(Integer::intValue).sum();
                    return List.of(text, whole + 1, real / 2, !truth, items.size(),
                        fields.keySet(), String.valueOf(thing), sum, maybe == null);
                    """));
    Reply reply =
        http()
            .call(
                "typed",
                "s",
                "t",
                "i",
                1,
                "d",
                1,
                "b",
                true,
                "a",
                List.of(1, "2"),
                "o",
                object("f", null),
                "x",
                null,
                "m",
                object("k", List.of(1, 2, 3)));
    assertThat(reply.text()).isEqualTo("[\"t\",2,0.5,false,2,[\"f\"],\"null\",6,true]");
  }

  @Test
  void parametersNamedLikeKeywordsAreMappedAndToldSo() {
    Reply reply =
        made(
            http()
                .create(
                    "name", "class",
                    "params",
                        List.of(
                            param("new", "string", true),
                            param("context", "string", true),
                            param("api-key", "string", true)),
                    "body", "return new_ + context_ + api_key + context.skill();"));
    assertThat(reply.field("notes").toString())
        .contains("'new' is the variable 'new_'")
        .contains("'context' is the variable 'context_'")
        .contains("'api-key' is the variable 'api_key'");
    assertThat(http().call("class", "new", "a", "context", "b", "api-key", "c").value())
        .isEqualTo("abcclass");
  }

  @Test
  void aSourceMayHoldRecordsLambdasInnerAndHelperClasses() {
    Reply reply =
        made(
            http()
                .create(
                    "name",
                    "big_source",
                    "source",
                    BIG_SOURCE,
                    "params",
                    List.of(param("numbers", "List<Integer>", true))));
    assertThat(reply.json())
        .containsEntry("origin", "source")
        .containsEntry("file_path", "skills/big_source/Big.java");
    assertThat(http().call("big_source", "numbers", List.of(-1, 0, 5)).text())
        .isEqualTo("{\"double\":[-2,0,10],\"next\":[-2,1,6]}");
    assertThat(http().get("/api/v1/skills/big_source/source").text()).isEqualTo(BIG_SOURCE);
  }

  @Test
  void theSourceOfABodyCanBeEditedAndSentBack() {
    made(http().createBody("round_trip", "return n + 1;", param("n", "integer", true)));
    String source = http().get("/api/v1/skills/round_trip/source").text();
    assertThat(source).contains("package forge_gen_round_trip;").contains("return n + 1;");
    made(
        http()
            .create(
                "name", "round_trip",
                "params", List.of(param("n", "integer", true)),
                "source", source.replace("n + 1", "n + 2")));
    assertThat(http().call("round_trip", "n", 40).value()).isEqualTo(42L);
    assertThat(http().skill("round_trip"))
        .containsEntry("origin", "source")
        .containsEntry("version", "1.0.1");
  }

  @Test
  void aSourceEditedOnDiskIsTakenByTrigger() throws Exception {
    Reply created = made(http().createBody("on_disk", "return \"made\";"));
    Path file = FORGE.data().resolve((String) created.field("file_path"));
    String text = Files.readString(file);
    assertThat(text).isEqualTo(http().get("/api/v1/skills/on_disk/source").text());

    Files.writeString(file, text.replace("\"made\"", "\"edited\" +"));
    Reply refused = http().trigger("on_disk");
    assertThat(refused.status()).isEqualTo(422);
    assertThat((String) refused.field("cargo_stderr")).contains("OnDisk.java:");
    assertThat(http().call("on_disk").value()).isEqualTo("made");

    Files.writeString(file, text.replace("\"made\"", "\"edited\""));
    assertThat(http().call("on_disk").value()).isEqualTo("made");
    made(http().trigger("on_disk"));
    assertThat(http().call("on_disk").value()).isEqualTo("edited");
    assertThat(http().skill("on_disk")).containsEntry("origin", "source");
    assertThat(http().get("/api/v1/skills/on_disk/source").text()).contains("\"edited\"");
  }

  @Test
  void aRetiredSkillIsGoneUntilItIsMadeAgain() {
    made(http().createBody("comes_back", "return 1;"));
    Reply retired = http().delete("/api/v1/skills/comes_back");
    assertThat(retired.status()).isEqualTo(200);
    assertThat(http().call("comes_back").status()).isEqualTo(404);
    assertThat(http().trigger("comes_back").status()).isEqualTo(404);
    assertThat(http().delete("/api/v1/skills/comes_back").status()).isEqualTo(404);
    assertThat(made(http().createBody("comes_back", "return 2;")).field("version"))
        .isEqualTo("1.0.1");
    assertThat(http().call("comes_back").value()).isEqualTo(2L);
  }
}
