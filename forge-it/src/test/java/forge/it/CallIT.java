// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad call is refused before the skill sees it. */
class CallIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String SKILL = "/api/v1/skills/strict";

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @BeforeAll
  static void createTheSkill() {
    Reply reply =
        http()
            .create(
                "name", "strict",
                "params",
                    List.of(
                        param("s", "string", false),
                        param("i", "integer", false),
                        param("n", "number", false),
                        param("b", "boolean", false),
                        param("a", "List<Integer>", false),
                        param("o", "Map<String,Boolean>", false),
                        param("x", "any", false),
                        object("name", "e", "type", "string", "enum", List.of("red", "blue")),
                        object("name", "p", "type", "string", "pattern", "^[a-z]+$"),
                        object("name", "m", "type", "integer", "minimum", 1, "maximum", 3)),
                "body", "return Arrays.asList(s, i, n, b, a, o, x, e, p, m);");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  static Stream<Arguments> badArguments() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    return Stream.of(
        arguments("{\"s\":1}", "bad_input", "'s' must be a string, got a number"),
        arguments("{\"i\":\"1\"}", "bad_input", "'i' must be an integer, got a string"),
        arguments("{\"i\":1.5}", "bad_input", "'i' must be an integer"),
        arguments("{\"i\":9223372036854775808}", "bad_input", "'i' must fit in 64 bits"),
        arguments("{\"i\":1e400}", "bad_input", "'i' must fit in 64 bits"),
        arguments("{\"n\":true}", "bad_input", "'n' must be a number, got a boolean"),
        arguments("{\"n\":1e400}", "bad_input", "'n' is too large"),
        arguments("{\"b\":\"true\"}", "bad_input", "'b' must be a boolean"),
        arguments("{\"a\":{}}", "bad_input", "'a' must be an array, got an object"),
        arguments("{\"a\":[1,\"2\"]}", "bad_input", "'a[1]' must be an integer"),
        arguments("{\"a\":[2147483648]}", "bad_input", "'a[0]' must be at most 2147483647"),
        arguments("{\"o\":{\"k\":1}}", "bad_input", "'o.k' must be a boolean"),
        arguments("{\"e\":\"green\"}", "bad_input", "'e'"),
        arguments("{\"p\":\"UP\"}", "bad_input", "'p'"),
        arguments("{\"m\":4}", "bad_input", "'m' must be at most 3"),
        arguments("{\"extra\":1}", "bad_input", "'extra' is unknown; it takes s, i, n"),
        arguments("[]", "bad_input", "must be a JSON object"),
        arguments("\"text\"", "bad_input", "must be a JSON object"),
        arguments("{\"n\":NaN}", "malformed_json", "not valid JSON"),
        arguments("{\"n\":Infinity}", "malformed_json", "not valid JSON"),
        arguments("{\"n\":01}", "malformed_json", "not valid JSON"),
        arguments("{\"s\":\"a\",}", "malformed_json", "not valid JSON"),
        arguments("{\"s\":\"a\"", "malformed_json", "not valid JSON"),
        arguments("{\"s\":\"a\",\"s\":\"b\"}", "malformed_json", "twice"),
        arguments("{\"x\":" + deep + "}", "malformed_json", ""));
  }

  @ParameterizedTest
  @MethodSource("badArguments")
  void itIsRefusedInWordsThatNameTheArgument(String arguments, String code, String words) {
    Traces before = Traces.of(FORGE);
    Reply reply = http().post(SKILL, arguments);
    assertThat(reply.status()).as(reply.text()).isEqualTo(400);
    assertThat(reply.field("code")).isEqualTo(code);
    assertThat(reply.message()).contains(words);
    assertThat(reply.text()).hasSizeLessThan(2_000);
    assertThat(Traces.of(FORGE).bundles()).isEqualTo(before.bundles());
    assertThat(http().call("strict", "s", "fine").status()).isEqualTo(200);
  }

  @Test
  void goodArgumentsArriveAsTheyWereSent() {
    String sent =
        "[\"\\u0000 \\\"q\\\" \ud83d\ude80\",-9223372036854775808,0.1,true,[1,-1],{\"k\":false},"
            + "{\"deep\":[[[null]]],\"big\":123456789012345678901234567890},\"red\",\"abc\",3]";
    String[] names = {"s", "i", "n", "b", "a", "o", "x", "e", "p", "m"};
    List<?> values = (List<?>) new Caller.Reply(new forge.testkit.Answer(200, null, sent)).value();
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < names.length; i++)
      arguments
          .append(i == 0 ? "{" : ",")
          .append('"')
          .append(names[i])
          .append("\":")
          .append(Caller.json(values.get(i)));
    Reply reply = http().post(SKILL, arguments + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.value()).isEqualTo(values);
  }

  @Test
  void theLargestArgumentsAreTakenAndLargerOnesRefused() {
    String large = "x".repeat(3 << 20);
    assertThat(http().call("strict", "s", large).status()).isEqualTo(200);
    Reply reply = http().call("strict", "s", large + large);
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.field("code")).isEqualTo("too_large");
  }

  @Test
  void noArgumentsAreAnEmptyObject() {
    assertThat(http().post(SKILL).status()).isEqualTo(200);
  }

  @Test
  void anUnknownSkillIsToldSo() {
    for (String name : List.of("nobody", "Bad.Name", "a__b", "%2e%2e")) {
      Reply reply = http().call(name);
      assertThat(reply.status()).as(reply.text()).isEqualTo(404);
      assertThat(reply.json()).containsEntry("status", "error").containsKeys("code", "message");
    }
  }
}
