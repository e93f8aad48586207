// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.SkillResult;
import forge.http.Door.Reply;
import forge.make.Finding;
import forge.make.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors that nobody means to make: ours, and the container's. */
class ErrorAnswerTest {

  @RegisterExtension final Door door = new Door();

  @Test
  void tellsABugToTheLogOnly() {
    var bug = new IllegalStateException("secret /etc/passwd");
    door.core.put("demo", (request, context) -> SkillResult.ok(new Object()));
    assertInternal("no plain data");
    door.core.put(
        "demo",
        (request, context) -> {
          throw new StackOverflowError();
        });
    assertInternal("StackOverflowError");
    door.reopen(
        door.behind(
            door.core,
            door.core,
            (name, request, progress) -> {
              throw bug;
            }));
    assertInternal("secret");
  }

  private void assertInternal(String cause) {
    try (var log = new Log("forge.http.Guard")) {
      Reply reply = door.post("/api/v1/skills/demo", "{}");
      assertThat(reply.status()).isEqualTo(500);
      String id = reply.header("X-Request-Id");
      assertThat(reply.text())
          .isEqualTo(
              "{\"status\":\"error\",\"code\":\"internal\",\"message\":\"The gateway failed in a way"
                  + " it did not mean to; its log tells more of request "
                  + id
                  + "\"}");
      assertThat(log.lines())
          .containsExactly("request " + id + " failed: POST /api/v1/skills/demo");
      assertThat(log.causes().toString()).contains(cause);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STORE,store.unwritable,507,store_unwritable",
    "STORE,audit.unwritable,507,store_unwritable",
    "STORE,store.missing,500,store_damaged",
    "STORE,store.damaged,500,store_damaged",
    "SERVICE,halted,503,halted"
  })
  void doesNotBlameTheCodeForTheGateway(Stage stage, String rule, int status, String code) {
    door.core.refuseAt = Optional.of(stage);
    door.core.findings = List.of(Finding.error(stage, rule, "", "it fails; mend it"));
    door.core.put("demo", null);
    for (Reply reply :
        List.of(
            door.post("/api/v1/forge/create", "{\"name\":\"demo\"}"),
            door.post("/api/v1/forge/hot-reload/trigger", "{\"skill_name\":\"demo\"}"))) {
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.text())
          .startsWith("{\"status\":\"error\",\"code\":\"" + code + "\",\"message\":\"");
      assertThat(reply.json()).doesNotContainKeys("findings", "cargo_stderr");
      assertThat(reply.message())
          .contains(code.equals("halted") ? "/api/v1/forge/resume" : "it fails; mend it. Nothing");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400,bad_request", "404,unknown_route", "405,method_not_allowed", "413,too_large",
    "414,too_large", "415,unsupported_media_type", "418,bad_request", "431,too_large",
    "500,internal", "502,internal", "503,starting"
  })
  void shapesTheErrorsOfOthers(int status, String code) {
    Reply reply = door.get("/fragile/" + status);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text())
        .startsWith("{\"status\":\"error\",\"code\":\"" + code + "\",\"message\"");
    assertThat(reply.text()).doesNotContain("secret");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void shapesTheFaultsOfOthers() {
    try (var log = new Log("org.eclipse.jetty")) {
      Reply reply = door.get("/fragile/secret");
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.code()).isEqualTo("internal");
      assertThat(reply.text()).doesNotContain("secret");
      assertThat(log.causes().toString()).contains("NumberFormatException");
    }
  }

  /** What is no HTTP never gets to a servlet; the container answers, and tells nothing. */
  @Test
  void leavesBrokenHttpToTheContainer() throws IOException {
    String long20k = "x".repeat(20_000);
    try (var log = new Log("org.eclipse.jetty")) {
      refused(400, "GET /../../etc/passwd HTTP/1.1", "Host: localhost", "");
      refused(400, "GET /%zz HTTP/1.1", "Host: localhost", "");
      refused(400, "GET /a%00b HTTP/1.1", "Host: localhost", "");
      refused(400, "GET /healthz HTTP/1.1", "");
      refused(400, "GET http://evil.example/healthz HTTP/1.1", "Host: localhost", "");
      refused(414, "GET /" + long20k + " HTTP/1.1", "Host: localhost", "");
      refused(431, "GET / HTTP/1.1", "Host: localhost", "X: " + long20k, "");
      assertThat(log.causes()).containsOnlyNulls();
    }
  }

  private void refused(int status, String... lines) throws IOException {
    assertThat(door.raw(lines))
        .startsWith("HTTP/1.1 " + status)
        .doesNotContainIgnoringCase("jetty")
        .doesNotContain("Exception", "\tat ", ".java");
  }
}
