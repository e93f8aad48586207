// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import forge.it.Described.Example;
import forge.it.Described.Operation;
import forge.testkit.Answer;
import forge.testkit.ForgeClient;
import forge.testkit.ForgeFramework;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document is OpenAPI, and what it says is so. */
class OpenApiIT {

  /** What is another value each time: only its kind is compared. */
  private static final Set<String> VOLATILE =
      Set.of(
          "sha256",
          "since",
          "at",
          "loaded_at",
          "hash",
          "compilation_time_ms",
          "load_time_ms",
          "port",
          "java",
          "uptime_s",
          "calls",
          "failures",
          "p50",
          "p90",
          "p99");

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Described described() {
    return Described.of(FORGE.client().get("/openapi.json").body());
  }

  private static Operation operation(String skill) {
    return described().operations().stream()
        .filter(operation -> operation.path().equals("/api/v1/skills/" + skill))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aParserOfOthersReadsItWithoutAComplaint() {
    http()
        .create(
            "name",
            "parsed",
            "description",
            "Line one\nand *two* \"quoted\" ä 𝄞",
            "params",
            List.of(param("text", "string", true), param("rows", "List<Integer>", false)),
            "returns",
            object(
                "type",
                "object",
                "properties",
                object("n", object("$ref", "#/$defs/n")),
                "$defs",
                object("n", object("type", "integer"))),
            "body",
            "return Map.of(\"n\", 1);",
            "examples",
            List.of(object("input", object("text", "x"), "output", object("n", 1))))
        .ok();
    SwaggerParseResult result =
        new OpenAPIV3Parser()
            .readContents(FORGE.client().get("/openapi.json").body(), null, new ParseOptions());
    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
    assertThat(result.getOpenAPI().getPaths()).containsKey("/api/v1/skills/parsed");
  }

  /** In the order of the document, on a gateway of its own. */
  @Test
  void everyExampleIsAnsweredSo() throws IOException, InterruptedException {
    try (ForgeFramework fresh = ForgeFramework.ofProduct().start()) {
      Described described = Described.of(fresh.client().get("/openapi.json").body());
      int replayed = 0;
      for (Operation operation : described.operations()) {
        for (Example example : operation.examples().toList()) {
          Answer answer = ask(fresh.client(), operation, example.name());
          assertThat(answer.status())
              .as("%s: %s", example, answer.body())
              .isEqualTo(example.status());
          compare(described, example, answer);
          replayed++;
        }
      }
      assertThat(replayed).isGreaterThan(45);
    }
  }

  private static Answer ask(ForgeClient client, Operation operation, String name) {
    HttpRequest.Builder request = client.request(operation.target(name));
    operation.body(name).ifPresent(body -> request.header("Content-Type", "application/json"));
    return client.send(
        request.method(
            operation.method(),
            operation
                .body(name)
                .map(body -> BodyPublishers.ofString(body.toString()))
                .orElse(BodyPublishers.noBody())));
  }

  private static void compare(Described described, Example example, Answer answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    assertThat(type).as("%s", example).startsWith(example.type());
    if (!example.type().equals("application/json")) {
      assertThat(answer.body()).as("%s", example).isEqualTo(example.value().getAsString());
      return;
    }
    JsonElement value = JsonParser.parseString(answer.body());
    Operation operation = example.operation();
    assertThat(described.misfits(operation, example.status(), value)).as("%s", example).isEmpty();
    assertThat(described.undescribed(operation, example.status(), value))
        .as("%s", example)
        .isEmpty();
    assertThat(steady(value)).as("%s", example).isEqualTo(steady(example.value()));
  }

  /** What is the same each time. */
  private static JsonElement steady(JsonElement json) {
    if (json.isJsonArray()) {
      var array = new JsonArray();
      json.getAsJsonArray().forEach(item -> array.add(steady(item)));
      return array;
    }
    if (!json.isJsonObject()) return json;
    var object = new JsonObject();
    for (Map.Entry<String, JsonElement> field : json.getAsJsonObject().entrySet()) {
      boolean changes = VOLATILE.contains(field.getKey()) && field.getValue().isJsonPrimitive();
      object.add(field.getKey(), changes ? kind(field.getValue()) : steady(field.getValue()));
    }
    return object;
  }

  private static JsonElement kind(JsonElement value) {
    return new JsonPrimitive(value.getAsJsonPrimitive().isNumber() ? "a number" : "a text");
  }

  @Test
  void aSkillsExamplesAreDescribedAndSo() {
    http()
        .create(
            "name", "exemplary",
            "params", List.of(param("n", "integer", true)),
            "returns", "integer",
            "body", "if (n < 0) throw new Refusal(\"negative\"); return n * 2;",
            "examples",
                List.of(
                    object("input", object("n", 2), "output", 4),
                    object("input", object(), "error", "bad_input"),
                    object("input", object("n", -1), "error", "skill_error")))
        .ok();
    List<Example> examples = operation("exemplary").examples().toList();
    assertThat(examples).extracting(Example::status).containsExactly(200, 400, 422);
    for (Example example : examples) {
      Answer answer = ask(FORGE.client(), example.operation(), example.name());
      assertThat(answer.status()).isEqualTo(example.status());
      if (example.status() == 200)
        assertThat(JsonParser.parseString(answer.body())).isEqualTo(example.value());
      else
        assertThat(answer.object().get("code"))
            .isEqualTo(example.value().getAsJsonObject().get("code"));
    }
  }

  @Test
  void itFollowsTheSkills() {
    String tag = tag();
    http().createBody("comes_and_goes", "return 1;").ok();
    assertThat(tag()).isNotEqualTo(tag);
    assertThat(operation("comes_and_goes").json().get("x-forge-version").getAsString())
        .isEqualTo("1.0.0");
    http().createBody("comes_and_goes", "return 2;", param("n", "integer", false)).ok();
    assertThat(operation("comes_and_goes").json().toString()).contains("\"n\"");
    http().call("comes_and_goes").ok();
    tag = tag();
    http().call("comes_and_goes").ok();
    assertThat(tag()).isEqualTo(tag);
    http().retire("comes_and_goes").ok();
    assertThat(tag()).isNotEqualTo(tag);
    assertThat(FORGE.client().get("/openapi.json").body()).doesNotContain("comes_and_goes");
  }

  private static String tag() {
    return FORGE.client().get("/openapi.json").headers().firstValue("ETag").orElseThrow();
  }
}
