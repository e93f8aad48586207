// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each accepted version has a number that says what it means, and there is a way back to it. */
class VersionsIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static String version(Reply created) {
    return (String) created.ok().field("version");
  }

  private static List<Object> numbers(String skill) {
    return http().versions(skill).stream().map(version -> version.get("version")).toList();
  }

  @Test
  void theNumberSaysWhatItMeansForCallers() {
    Map<String, Object> a = param("a", "string", true);
    Map<String, Object> b = param("b", "integer", false);
    assertThat(version(http().createBody("numbered", "return 1;", a))).isEqualTo("1.0.0");
    assertThat(version(http().createBody("numbered", "return 2;", a))).isEqualTo("1.0.1");
    assertThat(version(http().createBody("numbered", "return 3;", a, b))).isEqualTo("1.1.0");
    assertThat(version(returning("integer", a, b))).isEqualTo("1.2.0");
    Map<String, Object> limited = new LinkedHashMap<>(b);
    limited.put("maximum", 9);
    assertThat(version(returning("integer", a, limited))).isEqualTo("2.0.0");
    assertThat(version(returning("number", a, limited))).isEqualTo("3.0.0");
    assertThat(version(returning("number", a))).isEqualTo("4.0.0");
    Map<String, Object> described = new LinkedHashMap<>(a);
    described.put("description", "words only");
    assertThat(version(returning("number", described))).isEqualTo("4.0.1");
    assertThat(version(returning("number", a, param("c", "any", true)))).isEqualTo("5.0.0");
    assertThat(numbers("numbered"))
        .containsExactly(
            "1.0.0", "1.0.1", "1.1.0", "1.2.0", "2.0.0", "3.0.0", "4.0.0", "4.0.1", "5.0.0");
  }

  private static Reply returning(String type, Object... params) {
    return http()
        .create(
            "name",
            "numbered",
            "params",
            Arrays.asList(params),
            "returns",
            type,
            "body",
            type.equals("integer") ? "return 1L;" : "return 1.0;");
  }

  @Test
  void eachVersionTellsWhoWhenAndWhat() {
    Instant before = Instant.now();
    Reply first = http().as("ada").createBody("told", "return 1;").ok();
    Reply second = http().as("grace hopper").createBody("told", "return 2;").ok();
    Reply reply = http().get("/api/v1/skills/told/versions").ok();
    assertThat(reply.json()).containsEntry("skill_name", "told").containsEntry("count", 2L);
    List<Map<String, Object>> versions = reply.objects("versions");
    assertThat(versions.get(0))
        .containsEntry("version", "1.0.0")
        .containsEntry("sha256", first.field("sha256"))
        .containsEntry("author", "ada")
        .containsEntry("door", "http")
        .containsEntry("origin", "body")
        .containsEntry("live", false);
    assertThat(versions.get(1))
        .containsEntry("version", "1.0.1")
        .containsEntry("sha256", second.field("sha256"))
        .containsEntry("author", "grace hopper")
        .containsEntry("live", true);
    assertThat(Instant.parse((String) versions.get(0).get("at"))).isBetween(before, Instant.now());
  }

  @Test
  void aRefusedOrderIsNoVersion() {
    http().createBody("kept", "return 1;").ok();
    assertThat(http().createBody("kept", "return x;").status()).isEqualTo(422);
    assertThat(http().create("name", "kept", "body", "return 2;", "dry_run", true).status())
        .isEqualTo(200);
    assertThat(numbers("kept")).containsExactly("1.0.0");
    assertThat(version(http().createBody("kept", "return 3;"))).isEqualTo("1.0.1");
  }

  @Test
  void rollbackBringsTheSameBytesBack() throws Exception {
    Reply first = http().createBody("back", "return \"first\";").ok();
    http().createBody("back", "return a;", param("a", "string", true)).ok();
    String path = (String) first.field("file_path");

    Reply reply = http().rollback("back", "1.0.0").ok();

    assertThat(reply.json())
        .containsEntry("success", true)
        .containsEntry("skill_name", "back")
        .containsEntry("version", "1.0.0")
        .containsEntry("sha256", first.field("sha256"));
    assertThat(http().call("back").value()).isEqualTo("first");
    assertThat(http().call("back", "a", "x").status()).isEqualTo(400);
    assertThat(http().skill("back"))
        .containsEntry("version", "1.0.0")
        .containsEntry("sha256", first.field("sha256"))
        .containsEntry("state", "live");
    assertThat(numbers("back")).containsExactly("1.0.0", "2.0.0");
    assertThat(http().versions("back").get(0)).containsEntry("live", true);
    String source = http().get("/api/v1/skills/back/source").text();
    assertThat(source)
        .contains("\"first\"")
        .isEqualTo(Files.readString(FORGE.data().resolve(path)));

    FORGE.restart();
    assertThat(http().call("back").value()).isEqualTo("first");

    // What is triggered then is what was rolled back to, and numbers are never given twice.
    http().trigger("back").ok();
    assertThat(http().call("back").value()).isEqualTo("first");
    assertThat(numbers("back").subList(0, 2)).containsExactly("1.0.0", "2.0.0");
    assertThat(numbers("back")).doesNotHaveDuplicates();
    assertThat(http().skill("back").get("version")).as("not what 2.0.0 was").isEqualTo("3.0.0");
    assertThat(http().rollback("back", "2.0.0").status()).isEqualTo(200);
    assertThat(http().call("back", "a", "forth").value()).isEqualTo("forth");
  }

  @Test
  void rollbackIsNoMatterOfTheHotReloadSwitch() {
    http().createBody("urgent", "return 1;").ok();
    http().createBody("urgent", "return 2;").ok();
    http().hotReload(false);
    try {
      http().rollback("urgent", "1.0.0").ok();
      assertThat(http().call("urgent").value()).isEqualTo(1L);
    } finally {
      http().hotReload(true);
    }
  }

  @Test
  void rollbackToWhatIsNotThereIsRefused() {
    http().createBody("stays", "return 1;").ok();
    http().createBody("stays", "return 2;").ok();
    http().rollback("stays", "1.0.1").refused(409, "already_live", "1.0.1");
    http().rollback("stays", "7.0.0").refused(404, "unknown_version", "1.0.0, 1.0.1");
    http().rollback("stays", "'); --\n").refused(404, "unknown_version");
    http().rollback("stays", "").refused(404, "unknown_version");
    http().rollback("nobody", "1.0.0").refused(404, "unknown_skill", "nobody");
    String path = "/api/v1/skills/stays/rollback";
    assertThat(http().post(path, object()).status()).isEqualTo(400);
    assertThat(http().post(path, object("version", 1)).status()).isEqualTo(400);
    assertThat(http().post(path, object("versoin", "1.0.0")).status()).isEqualTo(400);
    assertThat(http().call("stays").value()).isEqualTo(2L);
    assertThat(http().versions("stays").get(1)).containsEntry("live", true);
  }

  @Test
  void aRetiredSkillIsMissedAndItsNumbersGoOn() {
    http().createBody("retired", "return 1;").ok();
    http().createBody("retired", "return 2;").ok();
    assertThat(http().retire("retired").ok().json())
        .containsEntry("version", "1.0.1")
        .containsEntry("state", "retired");
    http().call("retired").refused(404, "unknown_skill");
    http().trigger("retired").refused(404, "unknown_skill");
    http().retire("retired").refused(404, "unknown_skill");
    assertThat(http().live()).doesNotContain("retired");
    assertThat(numbers("retired")).containsExactly("1.0.0", "1.0.1");
    assertThat(http().versions("retired")).noneMatch(version -> version.get("live").equals(true));

    assertThat(version(http().createBody("retired", "return 3;"))).isEqualTo("1.0.2");
    http().retire("retired").ok();
    http().rollback("retired", "1.0.0").ok();
    assertThat(http().call("retired").value()).isEqualTo(1L);
    assertThat(version(http().createBody("retired", "return 4;"))).isEqualTo("1.0.3");
  }

  @Test
  void aDifferenceIsAUnifiedDiff() {
    http().createBody("differs", "long a = 1;\nreturn a;").ok();
    http().createBody("differs", "long a = 2;\nreturn a;", param("b", "string", false)).ok();
    http().createBody("differs", "long a = 3;\nreturn a;", param("b", "string", false)).ok();
    Reply reply = diff("from=1.0.0&to=1.1.0").ok();
    assertThat(reply.answer().headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/x-diff");
    assertThat(reply.text())
        .contains("--- source 1.0.0\n", "+++ source 1.1.0\n", "\n@@ ")
        .containsPattern("\n-\\s*long a = 1;\n")
        .containsPattern("\n\\+\\s*long a = 2;\n")
        .contains("--- spec.json 1.0.0\n", "+++ spec.json 1.1.0\n")
        .containsPattern("\n\\+.*\"name\" *: *\"b\"");
    assertThat(diff("from=1.1.0&to=1.0.0").text()).containsPattern("\n\\+\\s*long a = 1;\n");
    assertThat(diff("").text()).as("what the last change was").contains("+++ source 1.1.1\n");
    assertThat(diff("from=1.1.0&to=1.1.0").text()).isEmpty();
    diff("from=1.0.0&to=9.0.0").refused(404, "unknown_version", "9.0.0");
    http().get("/api/v1/skills/nobody/diff").refused(404, "unknown_skill");
  }

  private static Reply diff(String query) {
    return http().get("/api/v1/skills/differs/diff?" + query);
  }
}
