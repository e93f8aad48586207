// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.api.Problem;
import forge.api.Refusal;
import forge.api.SkillResult;
import forge.http.Door.Reply;
import forge.live.SkillState;
import forge.make.Origin;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkillsApiTest {

  private static final String SKILLS = "/api/v1/skills";
  private static final String DEMO = SKILLS + "/demo";

  @RegisterExtension final Door door = new Door();

  private void demo(Object value) {
    door.core.put("demo", (request, context) -> SkillResult.ok(value));
  }

  private List<String> names(Reply page) {
    List<String> names = new ArrayList<>();
    for (Object skill : (List<?>) page.json().get("skills"))
      names.add((String) ((Map<?, ?>) skill).get("name"));
    return names;
  }

  @Test
  void showsOne() {
    demo("done");
    String entry =
        "{\"name\":\"demo\",\"description\":\"Does demo\",\"version\":\"1.0.0\",\"state\":\"live\","
            + "\"origin\":\"template\",\"sha256\":\""
            + MemoryCore.SHA
            + "\",\"since\":\"2024-02-12T16:00:00Z\",\"module_name\":\"forge_gen_demo\","
            + "\"file_path\":\"skills/demo/Demo.java\",\"input_schema\":{\"type\":\"object\"},"
            + "\"output_schema\":{},\"calls\":7,\"failures\":2,"
            + "\"latency_us\":{\"p50\":10,\"p90\":20,\"p99\":30},\"grants\":{},"
            + "\"reach\":{\"http_requests\":0,\"http_bytes_out\":0,\"http_bytes_in\":0,"
            + "\"denied\":0}}";
    assertThat(door.get(DEMO).text()).isEqualTo(entry);
    assertThat(door.get(SKILLS).text()).isEqualTo("{\"skills\":[" + entry + "],\"count\":1}");
    assertThat(door.get(SKILLS + "/d%65mo").text()).isEqualTo(entry);
  }

  @Test
  void listsPageByPage() {
    for (int i = 0; i < 105; i++) door.core.put("s" + (1000 + i), null);
    Reply first = door.get(SKILLS);
    assertThat(names(first)).hasSize(100).startsWith("s1000").endsWith("s1099");
    Reply second = door.get(SKILLS + "?cursor=" + first.json().get("next_cursor"));
    assertThat(names(second)).containsExactly("s1100", "s1101", "s1102", "s1103", "s1104");
    assertThat(second.json()).doesNotContainKey("next_cursor").containsEntry("count", 5L);

    Reply two = door.get(SKILLS + "?limit=2&q=s110");
    assertThat(names(two)).containsExactly("s1100", "s1101");
    Reply next = door.get(SKILLS + "?q=s110&limit=3&cursor=" + two.json().get("next_cursor"));
    assertThat(names(next)).containsExactly("s1102", "s1103", "s1104");
    assertThat(next.json()).doesNotContainKey("next_cursor");
    assertThat(door.get(SKILLS + "?limit=1000").json()).containsEntry("count", 105L);
    assertThat(door.get(SKILLS + "?q=Does+s1000&other=%25").json()).containsEntry("count", 1L);
    assertThat(door.get(SKILLS + "?q=n%C3%B6ne").text()).isEqualTo("{\"skills\":[],\"count\":0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=-1",
        "limit=",
        "limit=x",
        "limit=1.5",
        "limit=99999999999",
        "cursor=x",
        "cursor=!",
        "cursor=",
        "cursor=Li4",
        "q=%25%zz",
        "limit=%"
      })
  void refusesAPageThatCannotBe(String query) throws Exception {
    String answer =
        door.raw(
            "GET " + SKILLS + "?" + query + " HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            "");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"bad_request\"");
    assertThat(answer).contains("{\"path\":\"" + query.substring(0, query.indexOf('=')) + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "Demo", "a..b", "d%C3%A9mo", "a%5cb", "a%20b", "a%25b", "_a"})
  void doesNotKnowOthers(String name) {
    demo("done");
    String path = SKILLS + "/" + name;
    for (Reply reply :
        List.of(
            door.get(path),
            door.post(path, "{}"),
            door.get(path + "/source"),
            door.send("DELETE", path, BodyPublishers.noBody()))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("unknown_skill");
    }
  }

  @Test
  void callsWithTheArguments() {
    door.core.put("demo", (request, context) -> SkillResult.ok(request.arguments()));
    assertThat(door.post(DEMO, "").text()).isEqualTo("{}");
    Reply reply = door.post(DEMO, "{\"b\":1.50,\"a\":[null,\"<ü>\",9223372036854775808]}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"b\":1.5,\"a\":[null,\"<ü>\",9223372036854775808]}");
  }

  @Test
  void givesAnyValue() {
    demo(null);
    assertThat(door.post(DEMO, "{}").text()).isEqualTo("null");
    demo("text");
    assertThat(door.post(DEMO, "{}").text()).isEqualTo("\"text\"");
    demo(List.of(1L, true));
    assertThat(door.post(DEMO, "{}").text()).isEqualTo("[1,true]");
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_INPUT,400",
    "DENIED,403",
    "UNKNOWN_SKILL,404",
    "SKILL_ERROR,422",
    "BUSY,429",
    "SKILL_BROKEN,500",
    "HALTED,503",
    "TIMEOUT,504",
    "OVER_BUDGET,504"
  })
  void tellsAFailure(Failure failure, int status) {
    var problems = List.of(new Problem("org_id", "is required (string)"));
    door.core.put(
        "demo",
        (request, context) -> {
          throw new Refusal(failure, "Not \"so\"", problems);
        });
    Reply reply = door.post(DEMO, "{}");
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\""
                + failure.name().toLowerCase()
                + "\",\"message\":\"Not \\\"so\\\"\","
                + "\"errors\":[{\"path\":\"org_id\",\"message\":\"is required (string)\"}]}");
    assertThat(reply.header("Retry-After")).isEqualTo(failure == Failure.BUSY ? "1" : "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "1", "\"x\"", "true"})
  void callsWithAnObjectOnly(String body) {
    demo("done");
    Reply reply = door.post(DEMO, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("bad_input");
  }

  @Test
  void showsTheSource() {
    demo("done");
    Reply reply = door.get(DEMO + "/source");
    assertThat(reply.text()).isEqualTo("package forge_gen_demo; // grün 𝄞\n");
    assertThat(reply.header("Content-Type").replace(" ", ""))
        .isEqualToIgnoringCase("text/x-java-source;charset=utf-8");
  }

  @Test
  void saysThatThereIsNoSource() {
    door.core.put("demo", SkillState.LIVE, Origin.BUNDLE, null);
    Reply reply = door.get(DEMO + "/source");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("no_source");
  }

  @Test
  void retires() {
    demo("done");
    Reply reply = door.send("DELETE", DEMO, BodyPublishers.noBody(), "X-Forge-Author", "ada");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"ok\",\"skill_name\":\"demo\",\"version\":\"1.0.0\",\"state\":\"retired\","
                + "\"message\":\"Skill 'demo' retired. Its history is kept; create it again to have"
                + " it back.\"}");
    assertThat(door.core.askedBy).containsExactly("http ada");
    assertThat(door.post(DEMO, "{}").status()).isEqualTo(404);
    assertThat(door.send("DELETE", DEMO, BodyPublishers.noBody()).status()).isEqualTo(404);
    assertThat(door.get(DEMO).json()).containsEntry("state", "retired");
  }
}
