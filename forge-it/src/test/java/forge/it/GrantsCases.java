// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.json;
import static forge.it.Caller.later;
import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What skills reach by grants: nothing without, what was granted with, and who decides on it. */
abstract class GrantsCases {

  static final String SECRET = "v3ry-secret-value";
  static final Semaphore ARRIVED = new Semaphore(0);
  static final CountDownLatch RELEASED = new CountDownLatch(1);
  private static final HttpServer SERVER = server();

  /** The product with which it is tried. */
  abstract ForgeFramework forge();

  /** A product that may ask the host that is granted. */
  static ForgeFramework product() {
    return ForgeFramework.ofProduct().with("FORGE_HTTP_PRIVATE", "localhost:" + port());
  }

  private static HttpServer server() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(
          Executors.newCachedThreadPool(
              task -> {
                Thread thread = new Thread(task, "granted-host");
                thread.setDaemon(true);
                return thread;
              }));
      server.createContext(
          "/",
          exchange -> {
            if (exchange.getRequestURI().getPath().equals("/slow")) hang();
            String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String key = exchange.getRequestHeaders().getFirst("X-Key");
            asked += " " + exchange.getRequestBody().readAllBytes().length;
            boolean none = exchange.getRequestURI().getPath().equals("/none");
            String text = json(object("asked", asked, "key", key, "good", SECRET.equals(key)));
            byte[] body = (none ? "no JSON" : text).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hang() {
    try {
      ARRIVED.release();
      RELEASED.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int port() {
    return SERVER.getAddress().getPort();
  }

  @BeforeEach
  void keepASecret() throws IOException {
    Path file = forge().data().resolve("store/secrets.json");
    Files.writeString(file, json(object("API_KEY", SECRET)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void forget() throws IOException {
    Files.deleteIfExists(forge().data().resolve("store/grants.json"));
  }

  Caller http() {
    return new Caller(forge().client());
  }

  void operator(Object policy) throws IOException {
    Files.writeString(forge().data().resolve("store/grants.json"), json(policy));
  }

  static Map<String, Object> host(Object... more) {
    List<Object> fields = new ArrayList<>(List.of("host", "localhost:" + port()));
    fields.addAll(List.of(more));
    return object(fields.toArray());
  }

  Reply create(String name, Map<String, Object> grants, String body) {
    return http()
        .create(
            "name",
            name,
            "params",
            List.of(param("x", "string", false)),
            "body",
            body,
            "grants",
            grants);
  }

  /** Created, and approved by a person. */
  void granted(String name, Map<String, Object> grants, String body) {
    Reply created = create(name, grants, body).ok();
    assertThat(created.field("state")).as(created.text()).isEqualTo("awaiting_approval");
    http().decide(created.field("digest"), "approve", "it may").ok();
  }

  static String url(String path) {
    return "http://localhost:" + port() + path;
  }

  @Test
  void withoutAGrantNothingIsReachedAndTheMessageNamesIt() {
    http()
        .createBody(
            "bare",
            """
            switch (x) {
              case "http": return context.http().get("https://api.example.com/").text();
              case "read": return context.files().read("reports/a.txt");
              case "write": context.files().write("out/a.txt", "1"); return 1;
              case "get": return context.knowledge().get("facts");
              case "put": context.knowledge().put("facts", 1); return 1;
              case "env": return context.env("PATH");
              default: return context.skills().call("other", Map.of());
            }
            """,
            param("x", "string", true))
        .ok();
    Map<String, String> missing =
        Map.of(
            "http", "add \"http\":[{\"host\":\"api.example.com\"}] to the spec's \"grants\"",
            "read", "add \"files.read\":[\"reports\"]",
            "write", "add \"files.write\":[\"out\"]",
            "get", "add \"knowledge\":{\"read\":[\"facts\"]}",
            "put", "add \"knowledge\":{\"write\":[\"facts\"]}",
            "env", "add \"env\":[\"PATH\"]",
            "skills", "add \"skills\":[\"other\"]");
    missing.forEach((what, words) -> http().call("bare", "x", what).refused(403, "denied", words));
    assertThat(http().skill("bare")).containsEntry("grants", object());
    assertThat(http().skill("bare").get("reach").toString()).contains("denied=" + missing.size());
  }

  @Test
  void theFirstVersionThatAsksWaitsAndTheAnswerSaysWhatToDo() {
    Map<String, Object> grants = object("files.read", List.of("reports"));
    Reply created = create("asks", grants, "return context.files().list(\"reports\");").ok();
    assertThat(created.field("state")).isEqualTo("awaiting_approval");
    assertThat(created.field("grants")).isEqualTo(grants);
    assertThat(created.message()).contains("POST /api/v1/forge/approvals/");
    Map<String, Object> finding = created.objects("findings").get(0);
    assertThat(finding).containsEntry("rule", "grants.new").containsEntry("severity", "WARNING");
    assertThat((String) finding.get("message")).contains("files.read reports", "store/grants.json");
    http().call("asks").refused(404, "unknown_skill");
    assertThat(http().approvals().get(0))
        .containsEntry("grants", grants)
        .containsEntry("wants", List.of("files.read reports"));
    http().decide(created.field("digest"), "approve", "it may").ok();
    assertThat(http().call("asks").value()).isEqualTo(List.of());
    assertThat(http().skill("asks")).containsEntry("grants", grants);
    assertThat(http().versions("asks").get(0)).containsEntry("grants", grants);
    assertThat(http().get("/api/v1/forge/hot-reload/list").text())
        .contains("{\"files.read\":[\"reports\"]}");
    assertThat(http().get("/openapi.json").text())
        .contains("\"x-forge-grants\":{\"files.read\":[\"reports\"]}");
  }

  @Test
  void aVersionThatWantsMoreWaitsAndOneThatWantsLessDoesNot() throws Exception {
    granted("grows", object("env", List.of("PATH")), "return context.env(\"PATH\");");
    assertThat(create("grows", object("env", List.of("PATH")), "return 2;").ok().field("state"))
        .isEqualTo("live");
    Reply more =
        create("grows", object("env", List.of("PATH", "HOME")), "return context.env(\"HOME\");");
    assertThat(more.ok().field("state")).isEqualTo("awaiting_approval");
    assertThat(http().approvals().get(0)).containsEntry("wants", List.of("env HOME"));
    assertThat(http().call("grows").value()).isEqualTo(2L);
    forge().restart();
    assertThat(http().call("grows").value()).as("a restart approves nothing").isEqualTo(2L);
    http().decide(more.field("digest"), "approve", "it may").ok();
    forge().restart();
    assertThat(http().call("grows").value()).isEqualTo(System.getenv("HOME"));
    assertThat(create("grows", object(), "return 3;").ok().field("state")).isEqualTo("live");
    assertThat(create("grows", object("env", List.of("HOME")), "return 4;").field("state"))
        .as("what the version in service gave up")
        .isEqualTo("awaiting_approval");
    String diff = http().get("/api/v1/skills/grows/diff").text();
    assertThat(diff).contains("\"HOME\"");
  }

  @Test
  void whatTheOperatorAllowsNeedsNobodyAndTheCapIsHeld() throws Exception {
    operator(
        object(
            "allow", object("files.write", List.of("*"), "files.read", List.of("*")),
            "cap", object("files.write", List.of("*"), "files.read", List.of("*"))));
    String body =
        "context.files().write(\"out/\" + x, x); return context.files().read(\"out/\" + x);";
    Map<String, Object> grants =
        object("files.read", List.of("out"), "files.write", List.of("out"));
    assertThat(create("keeps", grants, body).ok().field("state")).isEqualTo("live");
    assertThat(http().call("keeps", "x", "a.txt").value()).isEqualTo("a.txt");
    assertThat(forge().data().resolve("files/out/a.txt")).hasContent("a.txt");
    http().call("keeps", "x", "../../store/secrets.json").refused(403, "denied", "is no path");
    Reply beyond = create("beyond", object("env", List.of("PATH")), "return 1;");
    assertThat(beyond.status()).isEqualTo(422);
    assertThat(beyond.objects("findings").get(0)).containsEntry("rule", "grants.capped");
    assertThat(beyond.message()).contains("env PATH", "operator");
    operator(object("cap", object()));
    http().call("keeps", "x", "b.txt").refused(403, "denied", "beyond what the operator");
    assertThat(http().rollback("keeps", "1.0.0").status()).isNotEqualTo(200);
  }

  @Test
  void asksTheGrantedHostAndShowsNoSecret() {
    granted(
        "fetches",
        object("http", List.of(host("secrets", List.of("API_KEY")))),
        """
        Map<String, String> head = Map.of("X-Key", "{secret:API_KEY}");
        HttpReply reply = context.http().send("GET", "%s" + x, head, null);
        return Map.of("status", reply.status(), "json", reply.json(), "text", reply.text());
        """
            .formatted(url("")));
    Reply reply = http().call("fetches", "x", "/a?b=c").ok();
    assertThat(reply.text()).contains("\"good\":true").contains("***").doesNotContain(SECRET);
    assertThat(reply.text()).contains("GET /a?b=c");
    http().call("fetches", "x", "/a\\r\\nX: y").refused(403, "denied", "cannot be asked for");
    http().call("fetches", "x", "@evil.example/").refused(403, "denied", "cannot be asked for");
    assertThat(http().skill("fetches").get("reach").toString())
        .contains("http_requests=1", "denied=2");
    assertThat(http().get("/api/v1/forge/audit?limit=500").text()).doesNotContain(SECRET);
  }

  @Test
  void aHaltEndsACallThatWaitsForAServer() throws Exception {
    granted(
        "waits",
        object("http", List.of(host())),
        "return context.http().get(\"" + url("/slow") + "\").status();");
    CompletableFuture<Reply> call = later(() -> http().call("waits"));
    assertThat(ARRIVED.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    http().halt("enough").ok();
    call.get(5, TimeUnit.SECONDS).refused(503, "halted");
    http().resume().ok();
    assertThat(http().skill("waits")).containsEntry("state", "live");
  }

  @Test
  void keepsValuesForOtherSkillsAndOverARestart() throws Exception {
    granted(
        "learns",
        object("knowledge", object("read", List.of("facts"), "write", List.of("facts"))),
        """
        Object before = context.knowledge().get("facts");
        List<Object> all = new ArrayList<>();
        if (before != null) all.addAll((List<?>) before);
        all.add(x);
        return context.knowledge().replace("facts", before, all);
        """);
    granted(
        "recalls",
        object("knowledge", object("read", List.of("facts"))),
        "return context.knowledge().get(\"facts\");");
    assertThat(http().call("recalls").value()).isNull();
    assertThat(http().call("learns", "x", "one").value()).isEqualTo(true);
    forge().restart();
    assertThat(http().call("learns", "x", "two").value()).isEqualTo(true);
    assertThat(http().call("recalls").value()).isEqualTo(List.of("one", "two"));
  }

  @Test
  void callsGrantedSkillsWithinItsOwnTime() {
    http().createBody("doubles", "return n * 2;", param("n", "integer", true)).ok();
    granted(
        "asks_another",
        object("skills", List.of("doubles", "missing", "asks_another", "ping")),
        """
        if (x.equals("self")) return context.skills().call("asks_another", Map.of("x", x));
        if (x.equals("missing")) return context.skills().call("missing", Map.of());
        if (x.equals("bad")) return context.skills().call("doubles", Map.of("m", 1));
        return context.skills().call("doubles", Map.of("n", 21));
        """);
    assertThat(http().call("asks_another", "x", "").value()).isEqualTo(42L);
    http().call("asks_another", "x", "self").refused(504, "over_budget", "in a circle");
    http().call("asks_another", "x", "missing").refused(422, "skill_error", "unknown_skill");
    http().call("asks_another", "x", "bad").refused(422, "skill_error", "bad_input");
    granted(
        "ping",
        object("skills", List.of("pong")),
        "return context.skills().call(\"pong\", Map.of());");
    granted(
        "pong",
        object("skills", List.of("ping")),
        "return context.skills().call(\"ping\", Map.of());");
    http().call("ping").refused(504, "over_budget", "ping -> pong -> ping");
  }

  @Test
  void anInnerCallEndsWithTheOuterOne() {
    http().createBody("endless", "while (true) { }").ok();
    Reply created =
        http()
            .create(
                "name",
                "impatient",
                "body",
                "return context.skills().call(\"endless\", Map.of());",
                "grants",
                object("skills", List.of("endless")),
                "budget",
                object("wall_ms", 500))
            .ok();
    http().decide(created.field("digest"), "approve", "it may").ok();
    for (int i = 0; i < 3; i++) assertThat(http().call("impatient").status()).isEqualTo(504);
    assertThat(http().skill("endless"))
        .as("it obeyed when its caller was ended")
        .containsEntry("state", "live");
  }

  @Test
  void manyCallsOfSkillsAtOnceEndAndNoneHangs() {
    http().create("name", "scarce", "body", "return 1;", "budget", object("parallel", 1)).ok();
    granted(
        "crowd",
        object("skills", List.of("scarce")),
        "return context.skills().call(\"scarce\", Map.of());");
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 60; i++) calls.add(later(() -> http().call("crowd")));
    List<Integer> statuses = calls.stream().map(each -> each.join().status()).distinct().toList();
    assertThat(statuses).contains(200).isSubsetOf(List.of(200, 429));
  }

  @Test
  void whatIsWrongWithGrantsIsToldAllAtOnce() {
    Reply refused =
        create(
            "wrong",
            object("http", List.of(object("host", "127.0.0.1")), "htpp", List.of(), "env", 7),
            "return 1;");
    refused.refused(400, "bad_spec");
    assertThat(refused.objects("errors"))
        .extracting(error -> error.get("path"))
        .containsExactlyInAnyOrder("grants.htpp", "grants.http[0].host", "grants.env");
  }

  @Test
  void aDryRunTellsWhatAPersonWouldBeAsked() {
    Reply planned =
        http()
            .create(
                "name",
                "planned",
                "body",
                "return 1;",
                "grants",
                object("env", List.of("PATH")),
                "dry_run",
                true)
            .ok();
    assertThat(planned.objects("findings").get(0)).containsEntry("rule", "grants.new");
  }
}
