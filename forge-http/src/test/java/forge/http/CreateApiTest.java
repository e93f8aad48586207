// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.http.Door.Reply;
import forge.make.Finding;
import forge.make.Order;
import forge.make.Severity;
import forge.make.Stage;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CreateApiTest {

  private static final String CREATE = "/api/v1/forge/create";
  private static final Finding ERROR =
      new Finding(
          Stage.CLASSES,
          Severity.ERROR,
          "compiler.err.cant.resolve.location",
          "SalesforceSentinel.java:12:9",
          "cannot find symbol",
          "    foo();");

  @RegisterExtension final Door door = new Door();

  private Reply create(String spec) {
    return door.post(CREATE, spec);
  }

  private static String head(boolean success, boolean compiled, boolean hotReloaded) {
    return "{\"success\":"
        + success
        + ",\"skill_name\":\"salesforce_sentinel\","
        + "\"module_name\":\"forge_gen_salesforce_sentinel\","
        + "\"file_path\":\"skills/salesforce_sentinel/SalesforceSentinel.java\","
        + "\"cargo_check_ok\":"
        + success
        + ",\"compile_ok\":"
        + compiled
        + ",\"hot_reloaded\":"
        + hotReloaded
        + ",";
  }

  private static String times() {
    return "\"compilation_time_ms\":9,\"load_time_ms\":21,\"version\":\"1.0.0\",\"sha256\":\""
        + MemoryCore.SHA
        + "\",";
  }

  @Test
  void saysThatItIsReady() {
    Reply reply = create("{\"name\":\"salesforce_sentinel\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            head(true, true, true)
                + times()
                + "\"message\":\"Skill 'salesforce_sentinel' created and hot-reloaded successfully."
                + " Ready for immediate use.\",\"origin\":\"template\",\"state\":\"live\"}");
    assertThat(door.post("/api/v1/skills/salesforce_sentinel", "{\"a\":1}").text())
        .isEqualTo("{\"a\":1}");
  }

  @Test
  void tellsNotesAndWarnings() {
    door.core.notes = List.of("parameter 'class' is class_ in Java");
    door.core.findings =
        List.of(new Finding(Stage.CLASSES, Severity.WARNING, "w", "X.java:1:1", "odd", "x"));
    assertThat(create("{\"name\":\"salesforce_sentinel\"}").text())
        .endsWith(
            "Ready for immediate use.\",\"origin\":\"template\","
                + "\"notes\":[\"parameter 'class' is class_ in Java\"],"
                + "\"findings\":[{\"stage\":\"CLASSES\",\"severity\":\"WARNING\",\"rule\":\"w\","
                + "\"where\":\"X.java:1:1\",\"message\":\"odd\",\"line_text\":\"x\"}],"
                + "\"state\":\"live\"}");
  }

  @Test
  void saysWhatWillActivateWhatWaits() {
    door.core.hotReload(false, "test", "test");
    Reply reply = create("{\"name\":\"salesforce_sentinel\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .startsWith(head(true, true, false) + times())
        .endsWith("\"origin\":\"template\",\"state\":\"pending\"}");
    assertThat(reply.message())
        .contains("/api/v1/forge/hot-reload/enable", "/api/v1/forge/hot-reload/trigger", "restart");
  }

  @Test
  void saysWhatThePersonDecidesOn() {
    door.core.safety(true, "test", "test");
    Reply reply = create("{\"name\":\"salesforce_sentinel\"}");
    assertThat(reply.status()).isEqualTo(200);
    String digest = "sha256:" + MemoryCore.SHA;
    assertThat(reply.text())
        .isEqualTo(
            head(true, true, false)
                + times()
                + "\"message\":\"Skill 'salesforce_sentinel' created and kept; version 1.0.0 waits"
                + " for a person, so it does not answer yet. GET /api/v1/forge/approvals shows what"
                + " it would change, and POST /api/v1/forge/approvals/"
                + digest
                + " {\\\"decision\\\":\\\"approve\\\"} activates it.\",\"origin\":\"template\","
                + "\"state\":\"awaiting_approval\",\"digest\":\""
                + digest
                + "\"}");
    assertThat(door.post("/api/v1/skills/salesforce_sentinel", "{}").status()).isEqualTo(404);
  }

  @Test
  void saysWhatADryRunWouldDo() {
    Reply reply = create("{\"name\":\"salesforce_sentinel\",\"dry_run\":true}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .startsWith(head(true, true, false) + times())
        .endsWith("\"origin\":\"template\",\"dry_run\":true,\"state\":\"planned\"}");
    assertThat(door.core.live()).isEmpty();
  }

  @Test
  void tellsWhatDoesNotCompile() {
    door.core.refuseAt = Optional.of(Stage.CLASSES);
    door.core.findings = List.of(ERROR);
    Reply reply = create("{\"name\":\"salesforce_sentinel\"}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text())
        .isEqualTo(
            head(false, false, false)
                + "\"stage\":\"CLASSES\",\"message\":\"SalesforceSentinel.java:12: cannot find"
                + " symbol. Nothing has changed: correct the code and create it again.\","
                + "\"cargo_stderr\":\"SalesforceSentinel.java:12: error: cannot find symbol\\n"
                + "    foo();\\n        ^\\n1 error\\n\",\"findings\":[{\"stage\":\"CLASSES\","
                + "\"severity\":\"ERROR\",\"rule\":\"compiler.err.cant.resolve.location\","
                + "\"where\":\"SalesforceSentinel.java:12:9\",\"message\":\"cannot find symbol\","
                + "\"line_text\":\"    foo();\"}],\"origin\":\"template\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "SPEC,false,the spec",
    "SOURCE,false,the spec",
    "CLASSES,false,the code",
    "BUNDLE,true,a rule",
    "SERVICE,true,trial"
  })
  void tellsHowFarItCame(Stage stage, boolean compiled, String next) {
    door.core.refuseAt = Optional.of(stage);
    door.core.findings = List.of(ERROR, ERROR, ERROR);
    Reply reply = create("{\"name\":\"salesforce_sentinel\"}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text()).startsWith(head(false, compiled, false));
    assertThat(reply.json()).containsEntry("stage", stage.name());
    assertThat(reply.message()).contains("cannot find symbol (and 2 more, see findings). ", next);
  }

  @ParameterizedTest
  @EnumSource(value = Stage.class, mode = Mode.EXCLUDE, names = "STORE")
  void survivesARefusalWithoutFindings(Stage stage) {
    door.core.refuseAt = Optional.of(stage);
    assertThat(create("{\"name\":\"salesforce_sentinel\"}").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({
    "'',Skill name cannot be empty",
    "../x,Skill name may not contain path components",
    "Upper,'Skill name must be snake_case alphanumeric + underscore, got: Upper'",
    "_x,Skill name must not start or end with underscore"
  })
  void refusesABadSpecByItsFirstFault(String name, String message) {
    Reply reply = create("{\"name\":\"" + name + "\"}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"bad_spec\",\"message\":\""
                + message
                + "\",\"errors\":[{\"path\":\"name\",\"message\":\""
                + message
                + "\"}]}");
  }

  @Test
  void wantsABody() {
    Reply reply = create("");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("malformed_json");
  }

  @Test
  void carriesTheSpecAsItCame() {
    String spec = "{ \"name\" : \"x\",\n \"description\":\"\\u0041 𝄞 \u202e */ \\\" \" }";
    Reply reply = create(spec);
    assertThat(reply.status()).isEqualTo(200);
    String id = reply.header("X-Forge-Order");
    assertThat(door.core.orders).containsExactly(new Order(spec, "http", "anonymous", id));
  }

  @Test
  void mayBeMegabytesLong() {
    String spec = "{\"name\":\"x\",\"description\":\"" + "ü".repeat(1_000_000) + "\"}";
    assertThat(create(spec).status()).isEqualTo(200);
    assertThat(create("{\"name\":\"" + "x".repeat(5_000_000) + "\"}").status()).isEqualTo(413);
  }

  @Test
  void knowsWhoAsks() {
    door.post(CREATE, "{\"name\":\"x\"}", "X-Forge-Author", " Ada Lovelace <ada@example.org> ");
    door.post(CREATE, "{\"name\":\"x\"}", "X-Forge-Author", "a".repeat(1000));
    door.post(CREATE, "{\"name\":\"x\"}", "X-Forge-Author", " ");
    assertThat(door.core.orders)
        .extracting(Order::author)
        .containsExactly("Ada Lovelace <ada@example.org>", "a".repeat(64), "anonymous");
  }

  @Test
  void keepsControlCharactersOutOfTheAuthor() throws IOException {
    String body = "{\"name\":\"x\"}";
    String answer =
        door.raw(
            ("POST "
                    + CREATE
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\nX-Forge-Author: eve\u0085\u009fadmin\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(answer).startsWith("HTTP/1.1 200");
    assertThat(door.core.orders).extracting(Order::author).containsExactly("eve  admin");
  }

  @Test
  void logsOneLineForEach() {
    try (var log = new Log("forge.http")) {
      create("{\"name\":\"x\"}");
      create("{\"name\":\"\\n\"}");
      door.core.refuseAt = Optional.of(Stage.CLASSES);
      door.core.findings = List.of(ERROR);
      create("{\"name\":\"x\"}");
      door.send("DELETE", "/api/v1/skills/x", BodyPublishers.noBody());
      assertThat(log.lines())
          .containsExactly(
              "order outcome=activated skill=x version=1.0.0 who=\"anonymous\" origin=template"
                  + " ms=21 sha256="
                  + MemoryCore.SHA,
              "order outcome=refused who=\"anonymous\" stage=SPEC"
                  + " reason=\"Skill name cannot be empty\"",
              "order outcome=refused skill=x who=\"anonymous\" stage=CLASSES ms=21"
                  + " reason=\"SalesforceSentinel.java:12: cannot find symbol\"",
              "order outcome=retired skill=x version=1.0.0 who=\"anonymous\"");
    }
  }
}
