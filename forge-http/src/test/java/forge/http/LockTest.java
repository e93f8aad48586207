// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.SkillResult;
import forge.http.Door.Reply;
import forge.live.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets in, route by route. */
class LockTest {

  @RegisterExtension final Door door = new Door();

  private List<Route> rows;

  @BeforeEach
  void locked() {
    rows = door.servlet.routes().rows().stream().filter(row -> row.role().isPresent()).toList();
    door.core.put("demo", (request, context) -> SkillResult.ok("done"));
    for (Role role : Role.values()) door.tokens.let(role.word(), role, 100_000);
  }

  private Reply ask(Route row, String... headers) {
    String path =
        row.path()
            .replace("{name}", "demo")
            .replace("{digest}", MemoryCore.SHA)
            .replace("{id}", "00000009")
            .replace("{file}", "docs.js");
    // A stream of events would go on for good; one after no event ends where it begins.
    if (path.endsWith("/events")) path += "?after=none";
    return door.send(row.method(), path, BodyPublishers.noBody(), headers);
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  @Test
  void opensNothingWithoutAToken() {
    for (Route row : rows) {
      Reply reply = ask(row);
      assertThat(reply.status()).as(row.method() + " " + row.path()).isEqualTo(401);
      assertThat(reply.code()).isEqualTo("unauthenticated");
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
    assertThat(door.governor.askedBy).isEmpty();
  }

  @Test
  void opensNothingToAWrongOne() {
    for (Route row : rows)
      for (String wrong : List.of("nobody", "", "admin2", "ADMIN", "admin admin"))
        assertThat(ask(row, bearer(wrong)).status()).as(row.path() + " " + wrong).isEqualTo(401);
  }

  @Test
  void opensToNoLowerRole() {
    for (Route row : rows)
      for (Role role : Role.values()) {
        Reply reply = ask(row, bearer(role.word()));
        String what = role.word() + " " + row.method() + " " + row.path();
        assertThat(reply.status() == 403).as(what).isEqualTo(!role.covers(row.role().get()));
        if (reply.status() == 403) {
          assertThat(reply.code()).isEqualTo("forbidden");
          assertThat(reply.message()).contains("'" + row.role().get().word() + "'");
        } else assertThat(reply.status()).as(what).isNotEqualTo(401);
      }
  }

  /** The contract: switches, approvals, rollback and tokens are an admin's. */
  @Test
  void keepsSwitchesForAdmins() {
    assertThat(paths(Role.ADMIN))
        .containsExactlyInAnyOrder(
            "POST /api/v1/forge/hot-reload/enable",
            "POST /api/v1/forge/hot-reload/disable",
            "POST /api/v1/forge/safety",
            "POST /api/v1/forge/approvals/{digest}",
            "POST /api/v1/forge/halt",
            "POST /api/v1/forge/resume",
            "POST /api/v1/skills/{name}/rollback",
            "POST /api/v1/skills/{name}/release",
            "POST /api/v1/skills/{name}/tier",
            "GET /api/v1/forge/tokens",
            "POST /api/v1/forge/tokens",
            "DELETE /api/v1/forge/tokens/{id}");
    assertThat(paths(Role.CALL))
        .containsExactlyInAnyOrder("POST /api/v1/skills/{name}", "POST /v1/execute");
    assertThat(paths(Role.FORGE))
        .containsExactlyInAnyOrder(
            "POST /api/v1/forge/create",
            "POST /api/v1/forge/hot-reload/trigger",
            "DELETE /api/v1/skills/{name}");
  }

  private Stream<String> paths(Role role) {
    return rows.stream()
        .filter(row -> row.role().get() == role)
        .map(row -> row.method() + " " + row.path());
  }

  /** A browser cannot show a token where it goes; these say nothing of this gateway. */
  @Test
  void opensPagesOnly() {
    assertThat(door.servlet.routes().rows())
        .filteredOn(row -> row.role().isEmpty())
        .extracting(Route::path)
        .containsExactly("/docs", "/docs/{file}");
    assertThat(door.get("/docs").status()).isEqualTo(200);
    assertThat(door.get("/docs/docs.js").status()).isEqualTo(200);
    assertThat(door.get("/openapi.json").status()).isEqualTo(401);
    assertThat(door.get("/docs?access_token=admin").status()).isEqualTo(200);
  }

  @Test
  void asksBeforeItTellsWhatThereIs() {
    assertThat(door.get("/nothing/here").status()).isEqualTo(401);
    assertThat(door.get("/nothing/here", bearer("read")).status()).isEqualTo(404);
    var none = BodyPublishers.noBody();
    assertThat(door.send("OPTIONS", "/healthz", none).status()).isEqualTo(401);
    assertThat(door.send("HEAD", "/healthz", none).status()).isEqualTo(401);
    assertThat(door.send("PUT", "/healthz", none).status()).isEqualTo(401);
  }

  @Test
  void takesNoTokenFromElsewhere() {
    assertThat(door.get("/healthz?token=admin").status()).isEqualTo(401);
    Reply query = door.get("/healthz?access_token=admin", bearer("admin"));
    assertThat(query.status()).isEqualTo(400);
    assertThat(query.message()).contains("Authorization");
    assertThat(door.get("/healthz", "Authorization", "Basic admin").status()).isEqualTo(401);
    assertThat(door.get("/healthz", "Authorization", "admin").status()).isEqualTo(401);
    assertThat(door.get("/healthz", "Cookie", "token=admin").status()).isEqualTo(401);
    Reply two = door.get("/healthz", "Authorization", "Bearer x", "Authorization", "Bearer admin");
    assertThat(two.status()).isEqualTo(401);
  }

  @Test
  void readsTheSchemeInAnyCase() {
    assertThat(door.get("/healthz", "Authorization", "bearer read").status()).isEqualTo(200);
    assertThat(door.get("/healthz", "Authorization", "BEARER  read ").status()).isEqualTo(200);
  }

  @Test
  void saysWhoseTokenItWas() {
    String[] headers = {"Authorization", "Bearer admin", "X-Forge-Author", "somebody else"};
    door.post("/api/v1/forge/halt", "{\"reason\":\"fire\"}", headers);
    assertThat(door.governor.askedBy).containsExactly("http admin fire");
    door.governor.await(MemoryCore.SHA, "demo");
    String decision = "{\"decision\":\"reject\",\"by\":\"ada\"}";
    door.post("/api/v1/forge/approvals/" + MemoryCore.SHA, decision, bearer("admin"));
    assertThat(door.governor.askedBy).last().asString().contains("ada (token admin)");
  }

  @Test
  void keepsEachTokenToItsPace() {
    door.tokens.let("slow", Role.READ, 3);
    for (int i = 0; i < 3; i++)
      assertThat(door.get("/healthz", bearer("slow")).status()).isEqualTo(200);
    Reply fourth = door.get("/healthz", bearer("slow"));
    assertThat(fourth.status()).isEqualTo(429);
    assertThat(fourth.code()).isEqualTo("rate_limited");
    assertThat(fourth.header("Retry-After")).isEqualTo("1");
    assertThat(door.get("/healthz", bearer("read")).status()).isEqualTo(200);
  }

  @Test
  void makesGuessersWait() {
    door.tokens.later = true;
    Reply reply = door.get("/healthz", bearer("guess"));
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isNotEmpty();
  }

  @Test
  void letsTheLauncherLook() {
    door.reopen(door.behind(door.core, door.core, door.core), Optional.of("a probe"));
    assertThat(door.get("/readyz", bearer("a probe")).status()).isEqualTo(200);
    assertThat(door.get("/readyz", bearer("a prob")).status()).isEqualTo(401);
    var halt = door.post("/api/v1/forge/halt", "{\"reason\":\"x\"}", bearer("a probe"));
    assertThat(halt.status()).isEqualTo(403);
  }

  @Test
  void isOpenWithoutTokens() {
    door.tokens.tokens.clear();
    assertThat(door.get("/healthz").status()).isEqualTo(200);
    assertThat(door.get("/healthz", bearer("whatever")).status()).isEqualTo(200);
  }

  @Test
  void makesAndRevokesTokens() {
    String body = "{\"role\":\"call\",\"name\":\"ci\",\"rate\":7}";
    Reply made = door.post("/api/v1/forge/tokens", body, bearer("admin"));
    assertThat(made.json())
        .containsEntry("token", "ci")
        .containsEntry("role", "call")
        .containsEntry("rate", 7L);
    String id = (String) made.json().get("id");
    Reply list = door.get("/api/v1/forge/tokens", bearer("admin"));
    assertThat(list.text()).contains("\"name\":\"ci\"").doesNotContain("\"token\"");
    String path = "/api/v1/forge/tokens/" + id;
    var none = BodyPublishers.noBody();
    assertThat(door.send("DELETE", path, none, bearer("admin")).status()).isEqualTo(200);
    assertThat(door.send("DELETE", path, none, bearer("admin")).code()).isEqualTo("unknown_token");
    door.tokens.lastAdmin = true;
    assertThat(door.send("DELETE", path, none, bearer("admin")).code()).isEqualTo("last_admin");
  }

  @Test
  void refusesOddOrders() {
    for (String odd :
        List.of(
            "{}",
            "{\"role\":\"root\"}",
            "{\"role\":1}",
            "{\"role\":\"read\",\"rate\":0}",
            "{\"role\":\"read\",\"rate\":1.5}",
            "{\"role\":\"read\",\"rate\":1e9}",
            "{\"role\":\"read\",\"scope\":\"x\"}"))
      assertThat(door.post("/api/v1/forge/tokens", odd, bearer("admin")).status())
          .as(odd)
          .isEqualTo(400);
  }
}
