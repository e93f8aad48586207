// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A restart brings back the same skills, versions and switch, from the data folder alone. */
class RestartIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static void restartWithoutFrameworkCache() throws Exception {
    FORGE.restart(() -> Folders.delete(FORGE.data().resolve("run/framework")));
  }

  @Test
  void skillsVersionsAndSwitchAreTheSame() throws Exception {
    http().createBody("kept", "return \"first\";");
    http()
        .create(
            "name", "kept", "body", "return who;", "params", List.of(param("who", "string", true)));
    http().create("name", "scaffold", "params", List.of(param("n", "integer", true)));
    http().create("name", "described", "description", "says \"é\"\n*/ \u202e", "body", "return 1;");
    http().createBody("gone", "return 1;");
    http().delete("/api/v1/skills/gone");
    http().post("/api/v1/forge/hot-reload/disable");
    String listed = http().get("/api/v1/forge/hot-reload/list").text();
    Map<String, Object> kept = http().skill("kept");

    restartWithoutFrameworkCache();

    assertThat(http().get("/api/v1/forge/hot-reload/list").text()).isEqualTo(listed);
    assertThat(http().get("/api/v1/forge/hot-reload/status").field("enabled")).isEqualTo(false);
    assertThat(http().skill("kept")).isEqualTo(kept).containsEntry("version", "2.0.0");
    assertThat(http().call("kept", "who", "me").value()).isEqualTo("me");
    assertThat(http().call("kept").status()).isEqualTo(400);
    assertThat(http().call("scaffold", "n", 3).json())
        .containsExactlyEntriesOf(object("status", "ok", "skill", "scaffold", "n", 3L));
    assertThat(http().skill("described")).containsEntry("description", "says \"é\"\n*/ \u202e");
    assertThat(http().call("gone").status()).isEqualTo(404);
    assertThat(http().skill("gone")).containsEntry("state", "retired");
    http().post("/api/v1/forge/hot-reload/enable");
  }

  @Test
  void versionsGoOnWhereTheyEnded() throws Exception {
    http().createBody("counted", "return 1;");
    http().createBody("counted", "return 2;");

    restartWithoutFrameworkCache();

    Reply next = http().createBody("counted", "return 3;");
    assertThat(next.field("version")).isEqualTo("1.0.2");
    assertThat(http().call("counted").value()).isEqualTo(3L);
  }

  @Test
  void aSkillWhoseStoredBundleIsDamagedIsToldAndCanBeMadeAgain() throws Exception {
    String sha256 = (String) http().createBody("damaged", "return 1;").field("sha256");
    http().createBody("sound", "return 2;");
    Files.writeString(FORGE.data().resolve("store/bundles/" + sha256 + ".jar"), "rubbish");
    FORGE.restart();

    Reply broken = http().call("damaged");
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.message()).contains("create the skill again");
    assertThat(http().skill("damaged")).containsEntry("state", "broken");
    assertThat(http().call("sound").value()).isEqualTo(2L);
    assertThat(http().createBody("damaged", "return 3;").status()).isEqualTo(200);
    assertThat(http().call("damaged").value()).isEqualTo(3L);
    assertThat(http().skill("damaged")).containsEntry("state", "live");
  }
}
