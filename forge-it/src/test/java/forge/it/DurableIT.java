// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What was answered is there after a restart without the framework's cache: every skill in its
 * state, every version, what waits, every switch, the halt and the trail.
 */
class DurableIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final List<String> ASKED =
      List.of(
          "/api/v1/skills",
          "/api/v1/forge/hot-reload/list",
          "/api/v1/forge/hot-reload/status",
          "/api/v1/forge/safety-status",
          "/api/v1/forge/approvals");

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @AfterEach
  void asItWas() {
    http().resume();
    http().safety(false);
    http().hotReload(true);
  }

  private static void restart() throws Exception {
    FORGE.restart(() -> Folders.delete(FORGE.data().resolve("run/framework")));
  }

  /** All that is told of the state, by what was asked, but the traffic since the start. */
  private static Map<String, String> state() {
    List<String> asked = new ArrayList<>(ASKED);
    for (Map<String, Object> skill : http().get("/api/v1/skills").objects("skills")) {
      String path = "/api/v1/skills/" + skill.get("name");
      asked.addAll(List.of(path, path + "/versions", path + "/source", path + "/diff"));
    }
    Map<String, String> state = new LinkedHashMap<>();
    for (String path : asked)
      state.put(path, http().get(path).text().replaceAll(",\"calls\":[^}]*\\}", ""));
    Map<String, Object> status = http().get("/v1/status").json();
    for (String field : List.of("hot_reload", "safety_mode", "halted", "skills"))
      state.put(field, String.valueOf(status.get(field)));
    return state;
  }

  /**
   * The trail and the state go to the disk side by side, so a loss of power may leave one alone.
   */
  @Test
  void whatIsKeptAndNotToldYetIsTold() throws Exception {
    http().createBody("untold", "return 1;").ok();
    http().createBody("untold", "return 2;").ok();
    List<Map<String, Object>> told = http().audit();
    FORGE.restart(() -> dropLines(FORGE.data().resolve("audit"), 2));
    assertThat(http().call("untold").ok().value()).isEqualTo(2L);
    List<Map<String, Object>> now = http().audit();
    assertThat(now).hasSize(told.size() - 1);
    assertThat(now.get(now.size() - 1))
        .containsEntry("event", "activated")
        .containsEntry("version", "1.0.1")
        .containsEntry("detail", "told at the start after");
    assertThat(http().get("/api/v1/forge/audit/verify").field("ok")).isEqualTo(true);
    FORGE.restart();
    assertThat(http().audit()).isEqualTo(now);
  }

  /** Takes lines from the end of the newest file of a folder. */
  private static void dropLines(Path folder, int count) {
    try (Stream<Path> files = Files.list(folder)) {
      Path newest = files.max(Comparator.naturalOrder()).orElseThrow();
      List<String> lines = Files.readAllLines(newest);
      Files.write(newest, lines.subList(0, lines.size() - count));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyStateASkillCanBeIn() throws Exception {
    http().createBody("live", "return 1;", param("n", "integer", false)).ok();
    http().as("ada").createBody("live", "return 2;", param("n", "integer", false)).ok();
    http().createBody("back", "return 1;").ok();
    http().createBody("back", "return 2;").ok();
    http().rollback("back", "1.0.0").ok();
    http().createBody("retired", "return 1;").ok();
    http().retire("retired").ok();
    http().safety(true).ok();
    Object digest = http().createBody("waits", "return 1;").ok().field("digest");
    http().createBody("live", "return 3;", param("n", "integer", false)).ok();
    http().createBody("turned_down", "return 1;").ok();
    http().decide(http().approvals().get(1).get("digest"), "reject", "no").ok();
    Map<String, String> before = state();
    assertThat(before.get("/api/v1/forge/approvals")).contains("\"count\":2");

    restart();

    assertThat(state()).isEqualTo(before);
    assertThat(http().call("live").value()).isEqualTo(2L);
    assertThat(http().call("back").value()).isEqualTo(1L);
    assertThat(http().call("retired").status()).isEqualTo(404);
    assertThat(http().call("waits").status()).isEqualTo(404);
    assertThat(http().decide(digest, "approve", "read it").ok().field("state")).isEqualTo("live");
    assertThat(http().call("waits").value()).isEqualTo(1L);
    http().safety(false).ok();
    assertThat(http().createBody("back", "return 3;").field("version")).isEqualTo("1.0.2");
    assertThat(http().createBody("retired", "return 3;").field("version")).isEqualTo("1.0.1");
  }

  @Test
  void everySwitchAndTheHalt() throws Exception {
    http().createBody("switched", "return 1;").ok();
    http().hotReload(false).ok();
    http().safety(true).ok();
    http().halt("a drill").ok();
    Map<String, String> before = state();

    restart();

    assertThat(state()).isEqualTo(before).containsEntry("halted", "true");
    http().call("switched").refused(503, "halted");
    assertThat(http().halt("again").ok().field("reason")).isEqualTo("a drill");

    http().resume().ok();
    http().hotReload(true).ok();
    http().safety(false).ok();
    restart();
    assertThat(state())
        .containsEntry("halted", "false")
        .containsEntry("hot_reload", "true")
        .containsEntry("safety_mode", "AUTONOMOUS");
    assertThat(http().call("switched").value()).isEqualTo(1L);
  }

  @Test
  void theTrailGoesOnWhereItEnded() throws Exception {
    http().createBody("told", "return 1;").ok();
    List<Map<String, Object>> before = http().audit();
    restart();
    assertThat(http().audit()).isEqualTo(before);
    http().createBody("told", "return 2;").ok();
    List<Map<String, Object>> after = http().audit();
    assertThat(after.subList(0, before.size())).isEqualTo(before);
    assertThat(after).extracting(event -> event.get("seq")).doesNotHaveDuplicates().isSorted();
    assertThat(http().get("/api/v1/forge/audit/verify").ok().field("ok")).isEqualTo(true);
  }

  @Test
  void anEditThatWasNotTriggeredIsLeftAlone() throws Exception {
    http().createBody("edited", "return 1;").ok();
    var file = FORGE.data().resolve("skills/edited/Edited.java");
    String edited = Files.readString(file).replace("return 1;", "return 10;");
    Files.writeString(file, edited);
    restart();
    assertThat(http().call("edited").value()).isEqualTo(1L);
    assertThat(Files.readString(file)).isEqualTo(edited);
    http().trigger("edited").ok();
    assertThat(http().call("edited").value()).isEqualTo(10L);
  }
}
