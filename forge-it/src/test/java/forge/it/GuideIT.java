// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that was written for the guide works unchanged, field by field. */
class GuideIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final List<String> CREATED =
      List.of(
          "success",
          "skill_name",
          "module_name",
          "file_path",
          "cargo_check_ok",
          "compile_ok",
          "hot_reloaded",
          "compilation_time_ms",
          "load_time_ms",
          "version",
          "sha256",
          "message");

  private static Caller http;
  private static Reply salesforce;
  private static Reply weather;
  private static Reply csv;

  @BeforeAll
  static void createTheGuidesSkills() {
    http = new Caller(FORGE.client());
    salesforce =
        http.create(
            "name", "salesforce_sentinel",
            "description", "Scans Salesforce for 'Modify All Data' permissions and public reports",
            "params",
                List.of(param("org_id", "string", true), param("api_version", "string", false)));
    weather =
        http.create(
            "name", "weather_sentinel",
            "description", "Fetches weather data for vitality correlation",
            "params", List.of(param("location", "string", true)));
    csv =
        http.create(
            "name", "custom_csv_parser",
            "description", "Parses custom CSV format and routes to appropriate KB",
            "params",
                List.of(param("file_path", "string", true), param("kb_slot", "number", false)));
  }

  @Test
  void createTellsEveryFieldOfTheGuide() {
    assertCreated(salesforce, "salesforce_sentinel", "SalesforceSentinel");
    assertCreated(weather, "weather_sentinel", "WeatherSentinel");
    assertCreated(csv, "custom_csv_parser", "CustomCsvParser");
  }

  private static void assertCreated(Reply reply, String name, String className) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    Map<String, Object> told = reply.json();
    assertThat(told.keySet().stream().limit(CREATED.size())).containsExactlyElementsOf(CREATED);
    assertThat(told)
        .containsEntry("success", true)
        .containsEntry("skill_name", name)
        .containsEntry("module_name", "forge_gen_" + name)
        .containsEntry("file_path", "skills/" + name + "/" + className + ".java")
        .containsEntry("cargo_check_ok", true)
        .containsEntry("compile_ok", true)
        .containsEntry("hot_reloaded", true)
        .containsEntry("version", "1.0.0")
        .containsEntry("origin", "template")
        .containsEntry(
            "message",
            "Skill '" + name + "' created and hot-reloaded successfully. Ready for immediate use.");
    assertThat((String) told.get("sha256")).matches("[0-9a-f]{64}");
    long compile = (Long) told.get("compilation_time_ms");
    assertThat(compile).isNotNegative().isLessThanOrEqualTo((Long) told.get("load_time_ms"));
  }

  @Test
  void theAnswerIsCompactForAClientThatGreps() {
    assertThat(salesforce.text())
        .startsWith("{\"success\":true,\"skill_name\":\"salesforce_sentinel\",");
  }

  @Test
  void callsAnswerWithEachParameter() {
    assertThat(http.call("salesforce_sentinel", "org_id", "00D1", "api_version", "v59").json())
        .containsExactlyEntriesOf(
            object(
                "status", "ok",
                "skill", "salesforce_sentinel",
                "org_id", "00D1",
                "api_version", "v59"));
    assertThat(http.call("weather_sentinel", "location", "Tromsø 🌧").json())
        .containsExactlyEntriesOf(
            object("status", "ok", "skill", "weather_sentinel", "location", "Tromsø 🌧"));
    Map<String, Object> parsed =
        http.call("custom_csv_parser", "file_path", "/tmp/a.csv", "kb_slot", 8).json();
    assertThat(parsed).containsEntry("file_path", "/tmp/a.csv");
    assertThat(((Number) parsed.get("kb_slot")).doubleValue()).isEqualTo(8.0);
  }

  @Test
  void anOptionalParameterMayBeLeftOut() {
    Reply reply = http.call("salesforce_sentinel", "org_id", "00D1");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).containsEntry("org_id", "00D1").containsEntry("api_version", null);
  }

  @Test
  void aMissingRequiredParameterIsNamed() {
    Reply reply = http.call("salesforce_sentinel", "api_version", "v59");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json()).containsEntry("status", "error").containsEntry("code", "bad_input");
    assertThat(reply.message()).contains("'org_id'").contains("required");
    assertThat(reply.objects("errors")).hasSize(1);
    assertThat(reply.objects("errors").get(0)).containsEntry("path", "org_id");
  }

  @Test
  void listTellsWhatIsLiveInNameOrder() {
    Reply reply = http.get("/api/v1/forge/hot-reload/list");
    assertThat(reply.field("count")).isEqualTo(3L);
    List<Map<String, Object>> skills = reply.objects("skills");
    assertThat(skills)
        .extracting(skill -> skill.get("skill_name"))
        .containsExactly("custom_csv_parser", "salesforce_sentinel", "weather_sentinel");
    Map<String, Object> one = skills.get(2);
    assertThat(one)
        .containsEntry("module_name", "forge_gen_weather_sentinel")
        .containsEntry("file_path", "skills/weather_sentinel/WeatherSentinel.java")
        .containsEntry("origin", "template")
        .containsEntry("state", "live")
        .containsEntry("version", weather.field("version"))
        .containsEntry("sha256", weather.field("sha256"));
    long now = Instant.now().getEpochSecond();
    assertThat((Long) one.get("loaded_at")).isBetween(now - 600, now);
  }

  @Test
  void executeAnswersAsTheSkillDoes() {
    Map<String, Object> payload = object("location", "Oslo");
    Reply reply = execute("ExecuteSkill", object("name", "weather_sentinel", "payload", payload));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo(http.call("weather_sentinel", "location", "Oslo").text());
  }

  @Test
  void executeOfAnUnknownSkillIsToldInTheBody() {
    Reply reply = execute("ExecuteSkill", object("name", "nobody", "payload", object()));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo("{\"status\":\"error\",\"error\":\"unknown skill: nobody\"}");
  }

  @Test
  void executeKnowsNoOtherGoal() {
    Reply reply = execute("QueryKnowledge", object("slot", 1));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.field("code")).isEqualTo("unsupported_goal");
  }

  private static Reply execute(String goal, Map<String, Object> what) {
    return http.post("/v1/execute", object("tenant_id", "default", "goal", object(goal, what)));
  }

  @Test
  void triggerTakesTheGuidesRequest() {
    Reply reply =
        http.post(
            "/api/v1/forge/hot-reload/trigger",
            object(
                "skill_name", "custom_csv_parser",
                "module_name", csv.field("module_name"),
                "file_path", csv.field("file_path")));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(reply.json())
        .containsEntry("success", true)
        .containsEntry("skill_name", "custom_csv_parser")
        .containsEntry(
            "message",
            "Skill 'custom_csv_parser' hot-reloaded successfully. Ready for immediate use.")
        .containsOnlyKeys(
            "success", "skill_name", "message", "compilation_time_ms", "load_time_ms");
    long compile = (Long) reply.field("compilation_time_ms");
    assertThat(compile).isNotNegative().isLessThanOrEqualTo((Long) reply.field("load_time_ms"));
  }

  @Test
  void triggerComparesModuleAndPathWithTheSkillsOwn() {
    for (String field : List.of("module_name", "file_path")) {
      Reply reply =
          http.post(
              "/api/v1/forge/hot-reload/trigger",
              object("skill_name", "weather_sentinel", field, "../../etc/passwd"));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.message()).contains("'" + field + "'");
    }
    assertThat(http.trigger("nobody").status()).isEqualTo(404);
  }

  @Test
  void statusTellsTheBoundPort() {
    assertThat(http.get("/v1/status").json())
        .containsEntry("app_name", "forge")
        .containsEntry("port", (long) URI.create(FORGE.address()).getPort());
  }
}
