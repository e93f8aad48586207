// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a spec says of a skill's answers is held against them, before it goes live and after. */
class ExamplesIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Reply made(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  @Test
  void returnsTakesATypeOrASchema() {
    made(
        http()
            .create(
                "name",
                "typed_value",
                "returns",
                "Map<String,Integer>",
                "body",
                "return Map.of(\"n\", 1);"));
    assertThat(http().call("typed_value").json()).containsEntry("n", 1L);
    assertThat(http().skill("typed_value").get("output_schema").toString()).contains("integer");
    assertThat(
            http()
                .create("name", "wrong_type", "returns", "int", "body", "return \"one\";")
                .status())
        .isEqualTo(422);
    made(
        http()
            .create(
                "name",
                "schema_value",
                "params",
                List.of(param("n", "integer", true)),
                "returns",
                object("type", "integer", "minimum", 10),
                "body",
                "return n;"));
    assertThat(http().call("schema_value", "n", 10).value()).isEqualTo(10L);
    Reply broken = http().call("schema_value", "n", 9);
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.field("code")).isEqualTo("skill_broken");
    assertThat(broken.message()).contains("at least 10");
  }

  @Test
  void examplesDecideWhetherAVersionGoesLive() {
    List<Map<String, Object>> params = List.of(param("n", "number", true));
    Object good = object("input", object("n", 9), "output", 3);
    Object refused = object("input", object("n", "nine"), "error", "bad_input");
    Object own = object("input", object("n", -1), "error", "skill_error");
    Object bad = object("input", object("n", 16), "output", 5);
    String body = "if (n < 0) throw new Refusal(\"negative\"); return Math.sqrt(n);";
    made(
        http()
            .create(
                "name",
                "root",
                "params",
                params,
                "body",
                body,
                "examples",
                List.of(good, refused, own)));
    Reply reply =
        http()
            .create(
                "name",
                "root",
                "params",
                params,
                "body",
                body,
                "examples",
                List.of(good, bad, refused));
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.field("stage")).isEqualTo("SERVICE");
    assertThat(reply.field("compile_ok")).isEqualTo(true);
    assertThat(reply.objects("findings")).hasSize(1);
    assertThat(reply.objects("findings").get(0))
        .containsEntry("where", "examples[1]")
        .containsEntry("rule", "example.failed");
    assertThat(reply.message()).contains("should answer 5, but answered 4.0");
    assertThat(http().skill("root")).containsEntry("version", "1.0.0");
  }

  @Test
  void aDryRunMakesNothing() {
    Traces before = Traces.of(FORGE);
    Reply good = http().create("name", "rehearsed", "body", "return 1;", "dry_run", true);
    assertThat(good.status()).as(good.text()).isEqualTo(200);
    assertThat(good.json())
        .containsEntry("success", true)
        .containsEntry("hot_reloaded", false)
        .containsEntry("state", "planned");
    assertThat(http().create("name", "rehearsed", "body", "return x;", "dry_run", true).status())
        .isEqualTo(422);
    assertThat(Traces.of(FORGE)).isEqualTo(before);
  }
}
