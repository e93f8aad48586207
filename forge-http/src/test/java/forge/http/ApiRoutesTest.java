// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.SkillResult;
import forge.http.Door.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What holds for every row of the table. */
class ApiRoutesTest {

  @RegisterExtension final Door door = new Door();

  private List<Route> rows;

  @BeforeEach
  void aSkill() {
    rows = door.servlet.routes().rows();
    door.core.put("demo", (request, context) -> SkillResult.ok("done"));
    door.core.history("demo", "0.9.0", "1.0.0");
  }

  private static String path(Route row) {
    return row.path()
        .replace("{name}", "demo")
        .replace("{file}", "docs.js")
        .replace("{digest}", MemoryCore.SHA)
        .replace("{id}", "00000001");
  }

  /** What answers and is done with it. */
  private List<Route> ending() {
    return rows("GET").stream().filter(row -> !row.path().equals("/api/v1/forge/events")).toList();
  }

  private Reply ask(Route row, String... headers) {
    return door.send(row.method(), path(row), BodyPublishers.noBody(), headers);
  }

  private List<Route> rows(String method) {
    return rows.stream().filter(row -> row.method().equals(method)).toList();
  }

  /** The contract, as a list: a row more or less is a change of it. */
  @Test
  void areThese() {
    assertThat(rows)
        .extracting(row -> row.method() + " " + row.path())
        .containsExactlyInAnyOrder(
            "GET /api/v1/forge/hot-reload/status",
            "POST /api/v1/forge/hot-reload/enable",
            "POST /api/v1/forge/hot-reload/disable",
            "GET /api/v1/forge/hot-reload/list",
            "POST /api/v1/forge/hot-reload/trigger",
            "POST /api/v1/forge/create",
            "GET /api/v1/forge/safety-status",
            "POST /api/v1/forge/safety",
            "GET /api/v1/forge/approvals",
            "POST /api/v1/forge/approvals/{digest}",
            "POST /api/v1/forge/halt",
            "POST /api/v1/forge/resume",
            "GET /api/v1/forge/audit",
            "GET /api/v1/forge/audit/verify",
            "GET /api/v1/forge/tokens",
            "POST /api/v1/forge/tokens",
            "DELETE /api/v1/forge/tokens/{id}",
            "GET /v1/status",
            "POST /v1/execute",
            "GET /api/v1/skills",
            "GET /api/v1/skills/{name}",
            "POST /api/v1/skills/{name}",
            "DELETE /api/v1/skills/{name}",
            "GET /api/v1/skills/{name}/source",
            "GET /api/v1/skills/{name}/versions",
            "POST /api/v1/skills/{name}/rollback",
            "POST /api/v1/skills/{name}/release",
            "GET /api/v1/skills/{name}/diff",
            "GET /healthz",
            "GET /api/v1/forge/events",
            "GET /metrics",
            "GET /openapi.json",
            "GET /docs",
            "GET /docs/{file}",
            "GET /readyz");
  }

  @Test
  void answerAsWhatTheyAreAndKeepNothing() {
    for (Route row : ending()) {
      Reply reply = ask(row);
      assertThat(reply.status()).as(row.path()).isEqualTo(200);
      assertThat(reply.header("Cache-Control")).isIn("no-store", "no-cache");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("Server")).isEmpty();
      assertThat(reply.header("Content-Type").replace(" ", "").toLowerCase())
          .isIn(
              "application/json;charset=utf-8",
              "text/html;charset=utf-8",
              "text/javascript;charset=utf-8",
              "text/plain;version=0.0.4;charset=utf-8",
              "text/x-java-source;charset=utf-8",
              "text/x-diff;charset=utf-8");
    }
  }

  @Test
  void answerHeadWhereGetIs() {
    for (Route row : rows("GET")) {
      Reply head = door.send("HEAD", path(row), BodyPublishers.noBody());
      assertThat(head.status()).as(row.path()).isEqualTo(200);
      assertThat(head.text()).isEmpty();
    }
    for (Route row : ending()) {
      if (row.path().equals("/metrics")) continue; // another number is another length
      Reply head = door.send("HEAD", path(row), BodyPublishers.noBody());
      assertThat(head.header("Content-Length"))
          .as(row.path())
          .isEqualTo(ask(row).header("Content-Length"));
    }
  }

  @Test
  void nameTheMethodsThereAre() {
    for (Route row : rows) {
      Set<String> allowed =
          rows.stream()
              .filter(other -> other.path().equals(row.path()))
              .map(Route::method)
              .collect(Collectors.toSet());
      if (allowed.contains("GET")) allowed.add("HEAD");
      for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"))
        if (!allowed.contains(method)) refuses(row, method, allowed);
      Reply options = door.send("OPTIONS", path(row), BodyPublishers.noBody());
      assertThat(options.status()).isEqualTo(204);
      assertThat(options.header("Allow").split(", ")).containsExactlyInAnyOrderElementsOf(allowed);
    }
  }

  private void refuses(Route row, String method, Set<String> allowed) {
    Reply reply = door.send(method, path(row), BodyPublishers.noBody());
    assertThat(reply.status()).as(method + " " + row.path()).isEqualTo(405);
    assertThat(reply.header("Allow").split(", ")).containsExactlyInAnyOrderElementsOf(allowed);
    assertThat(reply.code()).isEqualTo("method_not_allowed");
    assertThat(reply.message()).contains(reply.header("Allow"));
  }

  @Test
  void takeJsonOnly() {
    for (Route row : rows("POST"))
      for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "nonsense")) {
        var body = BodyPublishers.ofString("{}");
        Reply reply = door.send("POST", path(row), body, "Content-Type", type);
        assertThat(reply.status()).as(row.path()).isEqualTo(415);
        assertThat(reply.code()).isEqualTo("unsupported_media_type");
      }
  }

  @Test
  void refuseMalformedJson() {
    for (Route row : rows("POST"))
      for (String body : List.of("{", "{\"a\":1,\"a\":2}", "{\"a\":NaN}", "[".repeat(10_000))) {
        Reply reply = door.post(path(row), body);
        assertThat(reply.status()).as(row.path()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("malformed_json");
      }
  }

  @Test
  void refuseWhatIsNoObject() {
    for (Route row : rows("POST"))
      assertThat(door.post(path(row), "[1]").status()).as(row.path()).isEqualTo(400);
  }

  @Test
  void refuseABodyThatIsTooLarge() {
    for (Route row : rows("POST")) {
      Reply reply = door.post(path(row), new byte[row.bodyLimit() + 1]);
      assertThat(reply.status()).as(row.path()).isEqualTo(413);
      assertThat(reply.code()).isEqualTo("too_large");
      assertThat(reply.message()).contains(String.valueOf(row.bodyLimit()));
    }
  }

  @Test
  void areThereBeforeTheCoreIs() {
    door.reopen(new Core(null, null, null, null, null, null, null, null));
    for (Route row : rows) {
      if (row.role().isEmpty()) continue;
      Reply reply = row.method().equals("POST") ? door.post(path(row), body(row)) : ask(row);
      assertThat(reply.status()).as(row.method() + " " + row.path()).isEqualTo(503);
      assertThat(reply.code()).isEqualTo("starting");
      assertThat(reply.header("Retry-After")).isEqualTo("1");
    }
  }

  private static String body(Route row) {
    return switch (row.path()) {
      case "/v1/execute" -> "{\"goal\":{\"ExecuteSkill\":{\"name\":\"demo\"}}}";
      case "/api/v1/forge/hot-reload/trigger" -> "{\"skill_name\":\"demo\"}";
      case "/api/v1/forge/safety" -> "{\"enabled\":true}";
      case "/api/v1/forge/approvals/{digest}" -> "{\"decision\":\"approve\"}";
      case "/api/v1/forge/halt" -> "{\"reason\":\"fire\"}";
      case "/api/v1/skills/{name}/rollback" -> "{\"version\":\"0.9.0\"}";
      default -> "{}";
    };
  }

  @Test
  void endWhereTheyEnd() {
    for (String path :
        List.of(
            "/",
            "/api",
            "/api/v1/skills/",
            "/api/v1/skills/demo/",
            "/api/v1/skills/demo/source/",
            "/api/v1/skills/demo/sauce",
            "/api/v1/skills/a/b/source",
            "/api/v1/skills//source",
            "//api/v1/skills",
            "/api/v1/skills/..%2f..%2fetc%2fpasswd",
            "/api/v1/skills/%2e%2e/passwd",
            "/healthz/x",
            "/HEALTHZ",
            "/api/v1/forge/create2",
            "/api/v1/forge/approvals/",
            "/api/v1/forge/approvals/a/b",
            "/api/v1/forge/audit/",
            "/api/v1/forge/audit/verify/x",
            "/api/v1/skills/demo/versions/1.0.0",
            "/x".repeat(200))) {
      Reply reply = door.get(path);
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.code()).isEqualTo("unknown_route");
    }
  }
}
