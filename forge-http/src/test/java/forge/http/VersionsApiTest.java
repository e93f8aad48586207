// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.http.Door.Reply;
import forge.live.SkillState;
import forge.make.Finding;
import forge.make.Origin;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsApiTest {

  private static final String DEMO = "/api/v1/skills/demo";
  private static final String ROLLBACK = DEMO + "/rollback";

  @RegisterExtension final Door door = new Door();

  @BeforeEach
  void aSkillWithHistory() {
    door.core.put("demo", null);
    door.core.history("demo", "1.0.0", "1.0.1", "1.1.0");
  }

  private static String version(String number, boolean live) {
    return "{\"version\":\""
        + number
        + "\",\"sha256\":\""
        + MemoryCore.SHA
        + "\",\"origin\":\"body\",\"author\":\"ada\",\"door\":\"http\","
        + "\"at\":\"2024-02-12T16:00:00Z\",\"live\":"
        + live
        + ",\"grants\":{}}";
  }

  @Test
  void lists() {
    assertThat(door.get(DEMO + "/versions").text())
        .isEqualTo(
            "{\"skill_name\":\"demo\",\"versions\":["
                + version("1.0.0", false)
                + ","
                + version("1.0.1", false)
                + ","
                + version("1.1.0", true)
                + "],\"count\":3}");
  }

  @Test
  void listsNoneOfWhatHasNone() {
    door.core.put("bundled", SkillState.LIVE, Origin.BUNDLE, null);
    assertThat(door.get("/api/v1/skills/bundled/versions").text())
        .isEqualTo("{\"skill_name\":\"bundled\",\"versions\":[],\"count\":0}");
    Reply diff = door.get("/api/v1/skills/bundled/diff");
    assertThat(diff.status()).isEqualTo(404);
    assertThat(diff.message()).contains("not in service", "there is none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "Demo", "a..b", "_a"})
  void doesNotKnowOthers(String name) {
    String path = "/api/v1/skills/" + name;
    for (Reply reply :
        List.of(
            door.get(path + "/versions"),
            door.get(path + "/diff"),
            door.get(path + "/diff?from=1.0.0&to=1.0.1"),
            door.post(path + "/rollback", "{\"version\":\"1.0.0\"}"))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("unknown_skill");
    }
  }

  @Test
  void rollsBack() {
    Reply reply = door.post(ROLLBACK, "{\"version\":\"1.0.0\"}", "X-Forge-Author", "ada");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"success\":true,\"skill_name\":\"demo\",\"message\":\"Skill 'demo' is back at 1.0.0:"
                + " the same bytes.\",\"compilation_time_ms\":9,\"load_time_ms\":21,"
                + "\"version\":\"1.0.0\",\"sha256\":\""
                + MemoryCore.SHA
                + "\"}");
    assertThat(door.core.askedBy).containsExactly("http ada");
  }

  @Test
  void rollsBackToNothingUnknown() {
    Reply reply = door.post(ROLLBACK, "{\"version\":\"9.9.9\"}");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"unknown_version\",\"message\":\"'demo' has no version"
                + " '9.9.9'; there is 1.0.0, 1.0.1, 1.1.0\"}");
  }

  @Test
  void namesTheNewestOfMany() {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) numbers.add("1.0." + i);
    door.core.history("demo", numbers.toArray(String[]::new));
    Reply reply = door.post(ROLLBACK, "{\"version\":\"" + "9".repeat(60_000) + "\"}");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.message())
        .contains("there is 1.0.980, ", "1.0.999 (and 980 earlier)")
        .hasSizeLessThan(500);
  }

  @Test
  void rollsBackToNothingThatIsThere() {
    Reply reply = door.post(ROLLBACK, "{\"version\":\"1.1.0\"}");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"already_live\",\"message\":\"'demo' 1.1.0 is in service"
                + " already\"}");
  }

  @Test
  void tellsWhyARollbackWasRefused() {
    door.core.refuseAt = Optional.of(Stage.SERVICE);
    door.core.findings = List.of(Finding.error(Stage.SERVICE, "resolve", "", "no such package"));
    Reply reply = door.post(ROLLBACK, "{\"version\":\"1.0.0\"}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json()).containsEntry("success", false).containsEntry("stage", "SERVICE");
    assertThat(reply.message())
        .isEqualTo("no such package. Nothing has changed: choose another version.");
    door.core.refuseAt = Optional.of(Stage.STORE);
    door.core.findings = List.of(Finding.error(Stage.STORE, "store.missing", "", "it is gone"));
    Reply lost = door.post(ROLLBACK, "{\"version\":\"1.0.0\"}");
    assertThat(lost.status()).isEqualTo(500);
    assertThat(lost.code()).isEqualTo("store_damaged");
  }

  @Test
  void saysThatARollbackWaits() {
    door.core.hotReload(false, "test", "test");
    assertThat(door.post(ROLLBACK, "{\"version\":\"1.0.0\"}").json())
        .containsEntry("hot_reloaded", false)
        .containsEntry("state", "pending")
        .containsEntry("version", "1.0.0");
  }

  @Test
  void logsARollback() {
    try (var log = new Log("forge.http.ReportAnswer")) {
      door.post(ROLLBACK, "{\"version\":\"1.0.0\"}");
      assertThat(log.lines())
          .containsExactly(
              "order outcome=rolled_back skill=demo version=1.0.0 who=\"anonymous\" origin=template"
                  + " ms=21 sha256="
                  + MemoryCore.SHA);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | version",
        "{} | version",
        "{\"version\":null} | version",
        "{\"version\":1.0} | version",
        "{\"version\":\"1.0.0\",\"force\":true} | force",
        "[] | body"
      })
  void rollsBackByAVersionOnly(String body, String field) {
    Reply reply = door.post(ROLLBACK, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("\"errors\":[{\"path\":\"" + field + "\",");
    assertThat(door.core.askedBy).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'',1.0.1,1.1.0",
    "?from=1.0.0,1.0.0,1.1.0",
    "?to=1.0.1,1.0.0,1.0.1",
    "?from=1.1.0&to=1.0.0,1.1.0,1.0.0",
    "?to=1.0.0&from=1.0.0,1.0.0,1.0.0"
  })
  void showsWhatDiffers(String query, String from, String to) {
    Reply reply = door.get(DEMO + "/diff" + query);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type").replace(" ", ""))
        .isEqualToIgnoringCase("text/x-diff;charset=utf-8");
    assertThat(reply.text())
        .isEqualTo("--- source " + from + "\n+++ source " + to + "\n@@ -1 +1 @@\n-ä\n+ö\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from=9 | has not both 9 and 1.1.0",
        "to=9 | has not both 1.1.0 and 9",
        "from=&to= | has not both",
        "to=1.0.0 | has nothing before 1.0.0; say ?from="
      })
  void showsNothingOfWhatIsNotThere(String query, String message) {
    Reply reply = door.get(DEMO + "/diff?" + query);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("unknown_version");
    assertThat(reply.message()).contains(message, "there is 1.0.0, 1.0.1, 1.1.0");
  }
}
