// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.api.SkillResult;
import forge.http.Door.Reply;
import forge.live.ForgeEvent;
import forge.live.Role;
import forge.live.SkillState;
import forge.make.Origin;
import forge.make.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document, held to the table of routes and to the skills. */
class OpenApiTest {

  private static final String PATH = "/openapi.json";

  @RegisterExtension final Door door = new Door();

  private Map<String, Object> paths(String query) {
    return Fields.plain((Map<?, ?>) door.get(PATH + query).json().get("paths"));
  }

  /** Each operation's role by method and path. */
  private Map<String, String> described() {
    Map<String, String> described = new TreeMap<>();
    paths("?limit=0")
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item)
                    .forEach(
                        (method, operation) ->
                            described.put(
                                method.toString().toUpperCase(Locale.ROOT) + " " + path,
                                (String) ((Map<?, ?>) operation).get("x-forge-role"))));
    return described;
  }

  @Test
  void describesEveryRouteAndNoOther() {
    Map<String, String> routes =
        door.servlet.routes().rows().stream()
            .collect(
                Collectors.toMap(
                    row -> row.method() + " " + row.path(),
                    row -> row.role().map(Role::word).orElse("none")));
    assertThat(described()).isEqualTo(new TreeMap<>(routes));
  }

  /** What the code can say is what the document says that it can. */
  @Test
  void knowsAllWords() {
    assertThat(words("AuditEvent", "event"))
        .isEqualTo(Stream.of(ForgeEvent.Kind.values()).map(ForgeEvent.Kind::word).toList());
    assertThat(words("Skill", "state"))
        .isEqualTo(Stream.of(SkillState.values()).map(SkillState::word).toList());
    assertThat(words("Skill", "origin"))
        .isEqualTo(Stream.of(Origin.values()).map(Origin::word).toList());
    assertThat(words("Finding", "stage"))
        .isEqualTo(Stream.of(Stage.values()).map(Stage::name).toList());
    assertThat(words("Example", "error"))
        .isEqualTo(Stream.of(Failure.values()).map(Failure::code).toList());
  }

  private Object words(String schema, String property) {
    Object at = door.get(PATH + "?limit=0").json();
    for (String name : List.of("components", "schemas", schema, "properties", property, "enum"))
      at = ((Map<?, ?>) at).get(name);
    return at;
  }

  @Test
  void givesEachOperationANameOfItsOwn() {
    var names = new TreeSet<Object>();
    paths("")
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item)
                    .values()
                    .forEach(
                        operation ->
                            assertThat(names.add(((Map<?, ?>) operation).get("operationId")))
                                .as(path)
                                .isTrue()));
  }

  @Test
  void hasAPathForEachSkillInService() {
    door.core.put("live_one", (request, context) -> SkillResult.ok(1));
    door.core.put("found", SkillState.LIVE, Origin.BUNDLE, (request, context) -> null);
    door.core.put("broken", SkillState.BROKEN, Origin.BODY, (request, context) -> null);
    door.core.put("waits", SkillState.PENDING, Origin.BODY, (request, context) -> null);
    door.core.put("gone", SkillState.RETIRED, Origin.BODY, (request, context) -> null);
    assertThat(paths(""))
        .containsKeys("/api/v1/skills/live_one", "/api/v1/skills/found", "/api/v1/skills/broken")
        .doesNotContainKeys("/api/v1/skills/waits", "/api/v1/skills/gone");
  }

  @Test
  void takesManySkillsAndFewOfThem() {
    for (int i = 0; i < 450; i++)
      door.core.put("skill_" + i, (request, context) -> SkillResult.ok(1));
    int own = paths("?limit=0").size();
    assertThat(paths("")).hasSize(own + 450);
    assertThat(paths("?limit=7")).hasSize(own + 7);
    assertThat(paths("?limit=450")).hasSize(own + 450);
    assertThat(paths("?q=skill_44")).hasSize(own + 11);
    assertThat(door.get(PATH + "?limit=-1").status()).isEqualTo(400);
  }

  @Test
  void isNotMadeAgainForWhoHasIt() {
    door.core.put("one", (request, context) -> SkillResult.ok(1));
    Reply first = door.get(PATH);
    String tag = first.header("ETag");
    for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
      Reply again = door.get(PATH, "If-None-Match", known);
      assertThat(again.status()).as(known).isEqualTo(304);
      assertThat(again.text()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
    }
    assertThat(door.get(PATH, "If-None-Match", "\"x\"").status()).isEqualTo(200);
    assertThat(door.get(PATH + "?limit=1").header("ETag")).isNotEqualTo(tag);
    door.core.put("two", (request, context) -> SkillResult.ok(1));
    assertThat(door.get(PATH, "If-None-Match", tag).status()).isEqualTo(200);
  }

  @Test
  void theDocsAreWholeAndTakeNothingFromElsewhere() {
    Reply page = door.get("/docs");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.text()).doesNotContain("http:", "https:", "//", "onclick", "style=");
    for (String file : new String[] {"docs.js", "docs.css", "swagger-ui-bundle.js"}) {
      assertThat(page.text()).contains("docs/" + file);
      assertThat(door.get("/docs/" + file).status()).isEqualTo(200);
    }
    assertThat(door.get("/docs/index.html").status()).isEqualTo(404);
    assertThat(door.get("/docs/openapi.json").status()).isEqualTo(404);
    assertThat(door.get("/docs/..%2fopenapi.json").status()).isEqualTo(404);
  }
}
