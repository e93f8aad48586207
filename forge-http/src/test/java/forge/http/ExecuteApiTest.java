// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Refusal;
import forge.api.SkillResult;
import forge.http.Door.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecuteApiTest {

  @RegisterExtension final Door door = new Door();

  @BeforeEach
  void echo() {
    door.core.put("echo", (request, context) -> SkillResult.ok(request.arguments()));
  }

  private Reply execute(String name, String payload) {
    return goal("{\"ExecuteSkill\":{\"name\":" + name + payload + "}}");
  }

  private Reply goal(String goal) {
    return door.post("/v1/execute", "{\"tenant_id\":\"t\",\"goal\":" + goal + "}");
  }

  @Test
  void givesTheSkillsJsonAsItIs() {
    assertThat(execute("\"echo\"", ",\"payload\":{\"a\":[1,null]}").text())
        .isEqualTo("{\"a\":[1,null]}");
    assertThat(execute("\"echo\"", "").text()).isEqualTo("{}");
    assertThat(execute("\"echo\"", ",\"payload\":null").text()).isEqualTo("{}");
    String oldClient =
        "{\"agent\":1,\"goal\":{\"ExecuteSkill\":{\"name\":\"echo\",\"payload\":{}}}}";
    assertThat(door.post("/v1/execute", oldClient).text()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "Not A Name", "../x", ""})
  void answersAnUnknownSkillWith200(String name) {
    Reply reply = execute("\"" + name + "\"", ",\"payload\":{}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo("{\"status\":\"error\",\"error\":\"unknown skill: " + name + "\"}");
  }

  @Test
  void tellsAFailureOfAKnownSkill() {
    door.core.put(
        "echo",
        (request, context) -> {
          throw Refusal.badInput("location", "is required (string)");
        });
    Reply reply = execute("\"echo\"", "");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"bad_input\",\"message\":\"'location' is required"
                + " (string)\",\"errors\":[{\"path\":\"location\",\"message\":\"is required"
                + " (string)\"}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ListSkills\":{}}",
        "\"ListSkills\"",
        "{}",
        "[]",
        "1",
        "{\"ExecuteSkill\":{\"name\":\"echo\"},\"Other\":{}}"
      })
  void servesNoOtherGoal(String goal) {
    Reply reply = goal(goal);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("unsupported_goal");
    assertThat(reply.message()).contains("ExecuteSkill");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | goal",
        "{\"goal\":null} | goal",
        "{\"tenant_id\":1,\"goal\":{\"ExecuteSkill\":{\"name\":\"echo\"}}} | tenant_id",
        "{\"goal\":{\"ExecuteSkill\":null}} | goal.ExecuteSkill",
        "{\"goal\":{\"ExecuteSkill\":[]}} | goal.ExecuteSkill",
        "{\"goal\":{\"ExecuteSkill\":{}}} | goal.ExecuteSkill.name",
        "{\"goal\":{\"ExecuteSkill\":{\"name\":1}}} | goal.ExecuteSkill.name",
        "{\"goal\":{\"ExecuteSkill\":{\"name\":\"echo\",\"payload\":[]}}}"
            + " | goal.ExecuteSkill.payload",
        "{\"goal\":{\"ExecuteSkill\":{\"name\":\"echo\",\"paylod\":{}}}}"
            + " | goal.ExecuteSkill.paylod"
      })
  void namesTheWrongField(String body, String field) {
    Reply reply = door.post("/v1/execute", body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("bad_request");
    assertThat(reply.text()).contains("\"errors\":[{\"path\":\"" + field + "\",");
  }
}
