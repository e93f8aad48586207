// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.json;
import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad order is refused in words that say what to do, and leaves nothing behind. */
class SpecIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String CREATE = "/api/v1/forge/create";

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Arguments named(Object name, String... words) {
    return arguments(object("name", name), "name", List.of(words));
  }

  private static Arguments with(String path, Object value, String... words) {
    String field = path.replaceAll("[.\\[].*", "");
    return arguments(object("name", "refused", field, value), path, List.of(words));
  }

  static Stream<Arguments> badNames() {
    return Stream.of(
        arguments(object("description", "x"), "name", List.of("Skill name cannot be empty")),
        named(null, "Skill name cannot be empty"),
        named("", "Skill name cannot be empty"),
        named("  ", "Skill name cannot be empty"),
        named(7, "must be a string"),
        named("a".repeat(65), "at most 64 characters, got 65"),
        named("Weather", "snake_case alphanumeric + underscore, got: Weather"),
        named("weather.sentinel", "snake_case alphanumeric + underscore"),
        named("weather-sentinel", "snake_case alphanumeric + underscore"),
        named("weather sentinel", "snake_case alphanumeric + underscore"),
        named("wetter_ö", "snake_case alphanumeric + underscore, got: wetter_\\u00f6"),
        named("9lives", "snake_case alphanumeric + underscore"),
        named("a__b", "snake_case alphanumeric + underscore"),
        named("x\n", "snake_case alphanumeric + underscore"),
        named("_x", "must not start or end with underscore"),
        named("x_", "must not start or end with underscore"),
        named("../../etc/passwd", "may not contain path components"),
        named("..", "may not contain path components"),
        named("a/b", "may not contain path components"),
        named("a\\b", "may not contain path components"));
  }

  static Stream<Arguments> badFields() {
    return Stream.of(
        with(
            "params[0].type", List.of(param("p", "banana", true)), "unknown type 'banana'", "use "),
        with("params[0].type", List.of(param("p", "List<int>", true)), "unknown type"),
        with("params[0].type", List.of(object("name", "p")), "needs a 'type'"),
        with("params[0].name", List.of(object("type", "string")), "needs a 'name'"),
        with("params[0].name", List.of(param("", "string", true)), "parameter name"),
        with("params[0].name", List.of(param("1st", "string", true)), "parameter name '1st'"),
        with("params[0].name", List.of(param("a b", "string", true)), "parameter name 'a b'"),
        with("params[0].name", List.of(param("a\"+x", "string", true)), "parameter name"),
        with("params[0].name", List.of(param("p".repeat(65), "string", true)), "at most 64"),
        with(
            "params[1].name",
            List.of(param("p", "string", true), param("p", "number", false)),
            "duplicate parameter 'p'"),
        with(
            "params[0].required",
            List.of(object("name", "p", "type", "any", "required", 1)),
            "true or false"),
        with(
            "params[0].requierd",
            List.of(object("name", "p", "type", "any", "requierd", true)),
            "unknown field 'requierd'"),
        with(
            "params[0].default",
            List.of(object("name", "p", "type", "integer", "default", "x")),
            "default"),
        with(
            "params[0]",
            List.of(object("name", "p", "type", "string", "pattern", "(")),
            "bad pattern"),
        with("params[0]", List.of("p"), "'name' and 'type'"),
        with("params", object("p", "string"), "must be an array"),
        with("descripton", "typo", "unknown field 'descripton'", "description"),
        with("description", 5, "must be a string"),
        with("body", "", "empty"),
        with("body", List.of(), "must be a string"),
        with("returns", "banana", "unknown type 'banana'"),
        with("returns", object("type", "banana"), "JSON Schema"),
        with("examples[0]", List.of(object("input", object())), "either 'output' or 'error'"),
        with("examples[0].input", List.of(object("input", 1, "output", 1)), "object of arguments"),
        with("examples[0].error", List.of(object("error", "bad")), "failure's code"),
        with("examples[0].ouput", List.of(object("ouput", 1)), "unknown field 'ouput'"),
        with("budget.wall_ms", object("wall_ms", 0), "from 1 to"),
        with("dry_run", "yes", "true or false"));
  }

  @ParameterizedTest
  @MethodSource({"badNames", "badFields"})
  void aBadSpecIsRefusedAtItsField(Map<String, Object> spec, String path, List<String> words) {
    Traces before = Traces.of(FORGE);
    Reply reply = http().post(CREATE, spec);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.json()).containsEntry("status", "error").containsEntry("code", "bad_spec");
    assertThat(reply.message()).contains(words);
    assertThat(reply.objects("errors")).extracting(error -> error.get("path")).contains(path);
    assertThat(Traces.of(FORGE)).isEqualTo(before);
    assertNextCreateWorks();
  }

  private static void assertNextCreateWorks() {
    Reply next = http().create("name", "refused", "body", "return 1;", "dry_run", true);
    assertThat(next.status()).as(next.text()).isEqualTo(200);
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    Reply reply =
        http()
            .create(
                "name",
                "Bad",
                "nmae",
                1,
                "params",
                List.of(param("p", "banana", true), param("2", "string", true)));
    assertThat(reply.objects("errors"))
        .extracting(error -> error.get("path"))
        .containsExactlyInAnyOrder("name", "nmae", "params[0].type", "params[1].name");
  }

  static Stream<Arguments> notJson() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    return Stream.of(
        arguments("", 400),
        arguments("{", 400),
        arguments("{\"name\":\"x\"", 400),
        arguments("{'name':'x'}", 400),
        arguments("{\"name\":\"x\"} {}", 400),
        arguments("{\"name\":\"x\",\"name\":\"y\"}", 400),
        arguments("{\"name\":\"x\",\"params\":" + deep + "}", 400),
        arguments("[]", 400),
        arguments("\"x\"", 400),
        arguments("null", 400),
        arguments("NaN", 400),
        arguments("{\"name\":\"x\",\"budget\":{\"wall_ms\":NaN}}", 400),
        arguments("{\"name\":\"x\",\"description\":\"" + "d".repeat(5 << 20) + "\"}", 413));
  }

  @ParameterizedTest
  @MethodSource("notJson")
  void whatIsNoSpecIsRefused(String text, int status) {
    Traces before = Traces.of(FORGE);
    Reply reply = http().post(CREATE, text);
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.json()).containsEntry("status", "error").containsKeys("code", "message");
    assertThat(Traces.of(FORGE)).isEqualTo(before);
    assertNextCreateWorks();
  }

  @Test
  void aBodyThatIsNotSaidToBeJsonIsRefused() {
    var request = FORGE.client().request(CREATE).header("Content-Type", "text/plain");
    Reply reply =
        new Reply(FORGE.client().send(request.POST(BodyPublishers.ofString("{\"name\":\"x\"}"))));
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.message()).contains("application/json");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    byte[] latin1 = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xe9, '"', '}'};
    var request = FORGE.client().request(CREATE).header("Content-Type", "application/json");
    Reply reply = new Reply(FORGE.client().send(request.POST(BodyPublishers.ofByteArray(latin1))));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class", "new", "record", "int", "null", "true", "list", "string", "skill", "object", "a",
        "con"
      })
  void wordsOfJavaAndOfTheSkillApiAreFineAsNames(String name) {
    Reply reply =
        http()
            .createBody(
                name, "return List.of(n, context.skill().value());", param("n", "any", true));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(http().call(name, "n", 1).value()).isEqualTo(List.of(1L, name));
    assertThat(http().create("name", name).status()).isEqualTo(200);
    assertThat(http().call(name).json()).containsEntry("skill", name);
  }

  @Test
  void theLongestNameIsFine() {
    String name = "n".repeat(64);
    assertThat(http().create("name", name).status()).isEqualTo(200);
    assertThat(http().call(name).json()).containsEntry("skill", name);
  }

  static Stream<String> descriptions() {
    return Stream.of(
        "\"; System.exit(1); //",
        "'\"\\\\\" \\n \\",
        "first\nsecond\r\nthird\rfourth\u2028fifth",
        "*/ public static int x = 1; /*",
        "\\u002a\\u002f \\u000a \\u0022",
        "\u202eright\u2066 to \u200fleft\ufeff",
        "=:#! forge.skill.name=other\n forge.skill.name=other",
        "emoji \ud83d\ude80, nul \u0000",
        "d".repeat(1 << 20));
  }

  @ParameterizedTest
  @MethodSource("descriptions")
  void noDescriptionBecomesCode(String description) {
    Reply reply =
        http().post(CREATE, json(object("name", "described", "description", description)));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(http().skill("described")).containsEntry("description", description);
    assertThat(http().call("described").json())
        .containsExactlyEntriesOf(object("status", "ok", "skill", "described"));
    assertThat(http().get("/api/v1/skills/described/source").text())
        .doesNotContain(description.substring(0, 5));
  }
}
