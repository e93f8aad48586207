// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.SkillName;
import forge.api.SkillResult;
import forge.http.Door.Reply;
import forge.live.SkillState;
import forge.make.Finding;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotReloadApiTest {

  private static final String HOT_RELOAD = "/api/v1/forge/hot-reload/";

  @RegisterExtension final Door door = new Door();

  @BeforeEach
  void aSkill() {
    door.core.put("demo", (request, context) -> SkillResult.ok("done"));
  }

  private Reply trigger(String body) {
    return door.post(HOT_RELOAD + "trigger", body);
  }

  @Test
  void tellsAndTurnsTheSwitch() {
    assertThat(door.get(HOT_RELOAD + "status").text())
        .isEqualTo(
            "{\"enabled\":true,\"message\":\"Hot-reload is enabled. New skills will be compiled"
                + " and activated automatically.\"}");
    assertThat(door.post(HOT_RELOAD + "disable", "{}").text())
        .isEqualTo(
            "{\"status\":\"ok\",\"message\":\"Hot-reload disabled. Skills will require manual"
                + " Gateway restart.\"}");
    assertThat(door.core.hotReload()).isFalse();
    assertThat(door.get(HOT_RELOAD + "status").text())
        .isEqualTo(
            "{\"enabled\":false,\"message\":\"Hot-reload is disabled. Enable via POST"
                + " /api/v1/forge/hot-reload/enable\"}");
    assertThat(door.post(HOT_RELOAD + "enable", "").text())
        .isEqualTo(
            "{\"status\":\"ok\",\"message\":\"Hot-reload enabled. New skills will be compiled and"
                + " activated automatically.\"}");
    assertThat(door.core.hotReload()).isTrue();
  }

  @Test
  void knowsWhoTurnsIt() {
    door.post(HOT_RELOAD + "disable", "{}", "X-Forge-Author", "ada");
    door.post(HOT_RELOAD + "enable", "{}");
    assertThat(door.core.askedBy).containsExactly("http ada", "http anonymous");
  }

  @Test
  void saysThatADiskDoesNotKnowIt() {
    door.core.diskFault =
        Optional.of(Rejected.because(Stage.STORE, "store.unwritable", "", "free space"));
    Reply reply = door.post(HOT_RELOAD + "disable", "{}");
    assertThat(reply.status()).isEqualTo(507);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"store_unwritable\",\"message\":\"It is in force, but"
                + " a restart would forget it: free space\"}");
    assertThat(door.core.hotReload()).isFalse();
  }

  @Test
  void tellsThatAPersonDecidesOnATrigger() {
    door.core.safety(true, "test", "test");
    Reply reply = trigger("{\"skill_name\":\"demo\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json())
        .containsEntry("success", true)
        .containsEntry("hot_reloaded", false)
        .containsEntry("state", "awaiting_approval")
        .containsEntry("digest", "sha256:" + MemoryCore.SHA);
  }

  @Test
  void isNotTurnedByWhatItDoesNotKnow() {
    Reply reply = door.post(HOT_RELOAD + "disable", "{\"enabled\":true}");
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"bad_request\",\"message\":\"'enabled' is an unknown"
                + " field; send none\",\"errors\":[{\"path\":\"enabled\",\"message\":\"is an unknown"
                + " field; send none\"}]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(door.core.hotReload()).isTrue();
  }

  @Test
  void listsWhatIsLive() {
    door.core.put("asleep", SkillState.PENDING, Origin.BODY, null);
    door.core.put("bundled", SkillState.LIVE, Origin.BUNDLE, null);
    assertThat(door.get(HOT_RELOAD + "list").text())
        .isEqualTo(
            "{\"skills\":[{\"skill_name\":\"bundled\",\"module_name\":\"forge_gen_bundled\","
                + "\"file_path\":\"\",\"loaded_at\":1707753600,\"version\":\"1.0.0\",\"sha256\":\""
                + MemoryCore.SHA
                + "\",\"origin\":\"bundle\",\"state\":\"live\",\"grants\":{}},"
                + "{\"skill_name\":\"demo\",\"module_name\":\"forge_gen_demo\","
                + "\"file_path\":\"skills/demo/Demo.java\",\"loaded_at\":1707753600,"
                + "\"version\":\"1.0.0\",\"sha256\":\""
                + MemoryCore.SHA
                + "\",\"origin\":\"template\",\"state\":\"live\",\"grants\":{}}],\"count\":2}");
  }

  @Test
  void triggers() {
    String done =
        "{\"success\":true,\"skill_name\":\"demo\",\"message\":\"Skill 'demo' hot-reloaded"
            + " successfully. Ready for immediate use.\",\"compilation_time_ms\":9,"
            + "\"load_time_ms\":21}";
    assertThat(trigger("{\"skill_name\":\"demo\"}").text()).isEqualTo(done);
    assertThat(
            trigger(
                    "{\"skill_name\":\"demo\",\"module_name\":\"forge_gen_demo\","
                        + "\"file_path\":\"skills/demo/Demo.java\"}")
                .text())
        .isEqualTo(done);
    assertThat(trigger("{\"skill_name\":\"demo\",\"file_path\":null}").status()).isEqualTo(200);
    assertThat(door.core.askedBy).containsOnly("http anonymous");
  }

  @Test
  void tellsWhyATriggerWasRefused() {
    door.core.refuseAt = Optional.of(Stage.CLASSES);
    door.core.findings = List.of(Finding.error(Stage.CLASSES, "c", "Demo.java:1:2", "odd"));
    Reply reply = trigger("{\"skill_name\":\"demo\"}");
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text())
        .startsWith(
            "{\"success\":false,\"skill_name\":\"demo\",\"module_name\":\"forge_gen_demo\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"skill_name\":null}",
        "{\"skill_name\":1}",
        "{\"skill_name\":\"\"}",
        "{\"skill_name\":\"../demo\"}",
        "{\"skill_name\":\"demo\",\"module_name\":\"forge_gen_other\"}",
        "{\"skill_name\":\"demo\",\"module_name\":[]}",
        "{\"skill_name\":\"demo\",\"file_path\":\"/etc/passwd\"}",
        "{\"skill_name\":\"demo\",\"file_path\":\"skills/demo/../demo/Demo.java\"}",
        "{\"skill_name\":\"demo\",\"skil\":\"demo\"}"
      })
  void triggersNothingByAWrongField(String body) {
    Reply reply = trigger(body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("bad_request");
    assertThat(door.core.askedBy).isEmpty();
  }

  @Test
  void triggersNothingUnknown() {
    Reply reply = trigger("{\"skill_name\":\"other\"}");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("unknown_skill");
    door.core.retire(new SkillName("demo"), "test", "test");
    assertThat(trigger("{\"skill_name\":\"demo\"}").status()).isEqualTo(404);
  }

  @Test
  void triggersNothingWhileItIsOff() {
    door.core.hotReload(false, "test", "test");
    Reply reply = trigger("{\"skill_name\":\"demo\"}");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.code()).isEqualTo("hot_reload_disabled");
    assertThat(reply.message()).contains("POST /api/v1/forge/hot-reload/enable");
  }
}
