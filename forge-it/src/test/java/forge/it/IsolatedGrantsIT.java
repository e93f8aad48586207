// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.later;
import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Grants of skills in processes of their own: the gateway does it for them, by the same doors. */
class IsolatedGrantsIT extends GrantsCases {

  @RegisterExtension
  static final ForgeFramework FORGE = product().with("FORGE_ISOLATE", "grants,body,template");

  private static final Map<String, Object> ALL =
      object(
          "http", List.of(host("methods", List.of("GET", "POST"), "secrets", List.of("API_KEY"))),
          "files.read", List.of("io"),
          "files.write", List.of("io"),
          "knowledge", object("read", List.of("io"), "write", List.of("io")),
          "env", List.of("PATH"),
          "skills", List.of("adds"));

  /** Each line is tried on its own: what it answers, or how it is refused. */
  private static final List<String> TRIED =
      List.of(
          "return context.env(\"PATH\");",
          "return context.env(\"HOME\");",
          "return context.env(null);",
          "context.files().write(\"io/a/b.txt\", \"\\u20ac\"); return context.files().read(\"io/a/b.txt\");",
          "context.files().writeBytes(\"io/c\", new byte[] {0, -1}); return context.files().readBytes(\"io/c\");",
          "context.files().writeBytes(\"io/c\", new byte[1]); return List.of(context.files().exists(\"io/a\"), context.files().exists(\"io/no\"), context.files().list(\"io\"), context.files().delete(\"io/c\"), context.files().delete(\"io/c\"));",
          "return context.files().read(\"io/none\");",
          "return context.files().read(\"../io/a\");",
          "return context.files().read(null);",
          "return context.files().list(\"other\");",
          "context.files().writeBytes(\"io/c\", null); return 1;",
          "context.files().writeBytes(\"io/c\", new byte[9 << 20]); return 1;",
          "context.files().write(\"other/c\", \"x\"); return 1;",
          "context.knowledge().put(\"io\", Map.of(\"a\", List.of(1, 2.5, true, \"x\"))); return context.knowledge().get(\"io\");",
          "context.knowledge().put(\"io\", 1); Object before = context.knowledge().get(\"io\"); return List.of(context.knowledge().replace(\"io\", before, 7), context.knowledge().replace(\"io\", before, 8), context.knowledge().get(\"io\"));",
          "context.knowledge().put(\"io\", null); return context.knowledge().get(\"io\");",
          "context.knowledge().put(\"io\", \"x\".repeat(2_000_000)); return 1;",
          "context.knowledge().put(\"io\", new BigDecimal(\"1e200000\")); return 1;",
          "context.knowledge().put(\"io\", Optional.empty()); return 1;",
          "return context.knowledge().get(\"other\");",
          "for (int i = 0; i < 101; i++) context.knowledge().put(\"io\", i); return 1;",
          "return context.skills().call(\"adds\", Map.of(\"a\", 2, \"b\", 3));",
          "return context.skills().call(\"adds\", Map.of(\"a\", \"x\"));",
          "return context.skills().call(\"adds\", null);",
          "return context.skills().call(\"other\", Map.of());",
          "return context.skills().call(\"No Name\", Map.of());",
          "HttpReply r = context.http().send(\"POST\", URL + \"/a\", Map.of(\"X-Key\", \"{secret:API_KEY}\"), Map.of(\"b\", 1)); return List.of(r.status(), r.json(), r.text(), r.headers().get(\"content-length\"), r.bytes().length);",
          "return context.http().send(\"POST\", URL + \"/b\", null, new byte[70_000]).text();",
          "return context.http().send(\"PUT\", URL + \"/b\", null, \"x\").text();",
          "return context.http().send(\"JUMP\", URL + \"/b\", null, \"x\").text();",
          "return context.http().send(\"POST\", URL + \"/b\", Map.of(\"Host\", \"x\"), \"x\").text();",
          "return context.http().send(\"GET\", URL + \"/b\", Map.of(\"X\", \"{secret:OTHER}\"), null).text();",
          "return context.http().send(\"POST\", URL + \"/b\", Map.of(), new byte[2 << 20]).text();",
          "return context.http().get(\"http://example.com/\").status();",
          "return context.http().get(URL + \"/none\").json();",
          "for (int i = 0; i < 33; i++) context.http().get(URL + \"/n\"); return 1;",
          "try { context.env(\"HOME\"); return 1; } catch (Refusal e) { return List.of(e.failure().code(), e.getMessage(), e.problems()); }",
          "SkillFiles files = context.files(); List<Object> all = new ArrayList<>(); for (int i = 0; i < 50; i++) all.add(files.exists(\"io/a\")); return all;");

  @TempDir Path data;

  @Override
  ForgeFramework forge() {
    return FORGE;
  }

  private Reply kept(String name, String tier, String body, Object... more) {
    List<Object> spec = new ArrayList<>(List.of("name", name, "grants", ALL, "body", body));
    if (!tier.isEmpty()) spec.addAll(List.of("tier", tier));
    spec.addAll(List.of(more));
    return http().create(spec.toArray()).ok();
  }

  private static String whole() {
    StringBuilder body =
        new StringBuilder("String URL = \"" + url("") + "\"; switch ((int) n) {\n");
    for (int i = 0; i < TRIED.size(); i++)
      body.append("case " + i + ": { " + TRIED.get(i) + " }\n");
    return body.append("default: return null; }").toString();
  }

  private static Object number() {
    return List.of(param("n", "integer", true));
  }

  @Test
  void eachAnswersAndIsRefusedAsInTheGatewaysOwnProcess() throws IOException {
    operator(object("allow", ALL));
    http()
        .createBody(
            "adds", "return a + b;", param("a", "integer", true), param("b", "integer", true))
        .ok();
    Object digest = kept("here", "", whole(), "params", number()).field("sha256");
    http().post("/api/v1/skills/here/tier", object("tier", "guarded", "sha256", digest)).ok();
    kept("there", "isolated", whole(), "params", number());
    assertThat(http().skill("there")).containsEntry("tier", "isolated");
    for (int n = 0; n < TRIED.size(); n++) {
      String here = shown(http().call("here", "n", n));
      assertThat(shown(http().call("there", "n", n))).as(TRIED.get(n)).isEqualTo(here);
    }
    assertThat(http().skill("here")).containsEntry("tier", "guarded");
    assertThat(reach("there")).isEqualTo(reach("here"));
    assertThat(http().get("/api/v1/forge/audit?limit=500").text()).doesNotContain(SECRET);
  }

  private Object reach(String skill) {
    return ((Map<?, ?>) http().skill(skill).get("reach")).get("denied");
  }

  /** But for the name and the place of the skill. */
  private static String shown(Reply reply) {
    return reply.toString().replaceAll("(?i)there", "here").replaceAll("\"trace[^,}]*", "");
  }

  @Test
  void theDeadlineIsKeptWhileTheGatewayWaitsForIt() {
    String body = "return context.http().get(\"" + url("/slow") + "\").status();";
    granted("late", object("http", List.of(host())), body);
    Reply created =
        http()
            .create(
                "name",
                "late",
                "body",
                body,
                "grants",
                object("http", List.of(host())),
                "budget",
                object("wall_ms", 700))
            .ok();
    assertThat(created.field("state")).isEqualTo("live");
    long begun = System.nanoTime();
    http().call("late").refused(504, "timeout");
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(15);
    assertThat(http().skill("late")).containsEntry("state", "live");
  }

  @Test
  void aCallerThatEndsTakesAnIsolatedInnerCallWithIt() {
    http().create("name", "inner_spin", "body", "while (true) { }", "tier", "isolated").ok();
    Object grants = object("skills", List.of("inner_spin"));
    Reply created =
        http()
            .create(
                "name",
                "outer",
                "tier",
                "isolated",
                "grants",
                grants,
                "budget",
                object("wall_ms", 700),
                "body",
                "return context.skills().call(\"inner_spin\", Map.of());")
            .ok();
    http().decide(created.field("digest"), "approve", "it may").ok();
    http().call("outer").refused(504, "timeout");
    await().until(() -> metric("forge_workers_killed_total") >= 1);
  }

  private double metric(String name) {
    return http()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  @Test
  void manyReachOutAtOnceAndEachGetsItsOwn() throws Exception {
    operator(object("allow", ALL));
    String body =
        "String f = \"io/many\" + n; for (int i = 0; i < 20; i++) { context.files().write(f, \"\" + n);"
            + " if (!context.files().read(f).equals(\"\" + n)) return -1; } return n;";
    kept("many", "isolated", body, "params", number());
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int n = i;
      calls.add(later(() -> http().call("many", "n", n)));
    }
    for (int i = 0; i < calls.size(); i++)
      assertThat(calls.get(i).get(60, TimeUnit.SECONDS).ok().value()).isEqualTo((long) i);
  }

  @Test
  void whatIsMovedKeepsItsGrants() throws IOException {
    operator(object("allow", ALL));
    Object digest = kept("moved", "", "return context.env(\"PATH\");").field("sha256");
    http().post("/api/v1/skills/moved/tier", object("tier", "guarded", "sha256", digest)).ok();
    assertThat(http().call("moved").value()).isEqualTo(System.getenv("PATH"));
    http().post("/api/v1/skills/moved/tier", object("tier", "isolated", "sha256", digest)).ok();
    assertThat(http().skill("moved")).containsEntry("tier", "isolated");
    assertThat(http().call("moved").value()).isEqualTo(System.getenv("PATH"));
  }

  @Test
  void aPolicyIsolatesWhatAsksForGrants() throws IOException {
    try (ForgeProcess gateway = ForgeProcess.start(data, Map.of("FORGE_ISOLATE", "grants"))) {
      Caller caller = new Caller(gateway.client());
      Object grants = object("env", List.of("PATH"));
      Reply asks = caller.create("name", "asks", "grants", grants, "body", "return 1;").ok();
      assertThat(asks.json())
          .containsEntry("tier", "isolated")
          .containsEntry("tier_reason", "policy");
      assertThat(caller.createBody("plain", "return 1;").ok().json())
          .containsEntry("tier", "guarded");
    }
  }
}
