// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each accepted version has a number that tells callers what changed, and can be gone back to. */
class VersionsIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static String version(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return (String) reply.field("version");
  }

  private static List<Map<String, Object>> versions(String name) {
    return http().get("/api/v1/skills/" + name + "/versions").objects("versions");
  }

  private static Reply rollback(String name, String version) {
    return http().post("/api/v1/skills/" + name + "/rollback", object("version", version));
  }

  @Test
  void theNumberTellsWhatChanged() {
    assertThat(version(http().createBody("numbered", "return 1;"))).isEqualTo("1.0.0");
    assertThat(version(http().createBody("numbered", "return 2;"))).isEqualTo("1.0.1");
    Map<String, Object> optional = param("o", "string", false);
    assertThat(version(http().createBody("numbered", "return 2;", optional))).isEqualTo("1.1.0");
    Map<String, Object> required = param("r", "string", true);
    assertThat(version(http().createBody("numbered", "return 2;", optional, required)))
        .isEqualTo("2.0.0");
    assertThat(versions("numbered"))
        .extracting(version -> version.get("version"))
        .containsExactly("1.0.0", "1.0.1", "1.1.0", "2.0.0");
    assertThat(versions("numbered"))
        .extracting(v -> v.get("live"))
        .containsExactly(false, false, false, true);
  }

  @Test
  void goingBackGivesTheSameBytesAndTheNumbersGoOn() throws Exception {
    Reply first = http().createBody("returned", "return 1;");
    http().createBody("returned", "return 2;");
    Reply back = rollback("returned", "1.0.0");
    assertThat(back.status()).as(back.text()).isEqualTo(200);
    assertThat(back.field("sha256")).isEqualTo(first.field("sha256"));
    assertThat(http().call("returned").value()).isEqualTo(1L);
    assertThat(http().skill("returned"))
        .containsEntry("version", "1.0.0")
        .containsEntry("sha256", first.field("sha256"));
    assertThat(http().get("/api/v1/skills/returned/source").text()).contains("return 1;");
    FORGE.restart();
    assertThat(http().call("returned").value()).isEqualTo(1L);
    assertThat(version(http().createBody("returned", "return 3;"))).isEqualTo("1.0.2");
  }

  @Test
  void thereIsNoWayBackToWhatNeverWasOrIs() {
    http().createBody("known", "return 1;");
    assertThat(rollback("known", "9.9.9").status()).isEqualTo(404);
    assertThat(rollback("known", "9.9.9").message()).contains("1.0.0");
    assertThat(rollback("known", "1.0.0").status()).isEqualTo(409);
    assertThat(rollback("nobody", "1.0.0").status()).isEqualTo(404);
    assertThat(http().call("known").value()).isEqualTo(1L);
  }

  @Test
  void aRetiredSkillComesBackAndGoesOn() {
    http().createBody("revived", "return 1;");
    assertThat(http().delete("/api/v1/skills/revived").status()).isEqualTo(200);
    assertThat(http().trigger("revived").status()).as("trigger of a retired skill").isEqualTo(404);
    assertThat(http().call("revived").status()).isEqualTo(404);
    assertThat(rollback("revived", "1.0.0").status()).isEqualTo(200);
    assertThat(http().call("revived").value()).isEqualTo(1L);
    http().delete("/api/v1/skills/revived");
    assertThat(version(http().createBody("revived", "return 2;"))).isEqualTo("1.0.1");
  }

  @Test
  void whatDiffersIsShown() {
    http().createBody("compared", "return 1;");
    http().createBody("compared", "return 2;");
    String diff = http().get("/api/v1/skills/compared/diff?from=1.0.0&to=1.0.1").text();
    assertThat(diff)
        .contains("--- source 1.0.0\n+++ source 1.0.1\n")
        .contains("-return 1;\n+return 2;\n");
    assertThat(http().get("/api/v1/skills/compared/diff?from=1.0.0&to=7.0.0").status())
        .isEqualTo(404);
  }

  @Test
  void theHistoryIsAGitRepositoryOfWhoDidWhat() throws Exception {
    http().createBody("told", "return 1;");
    http().createBody("told", "return 2;");
    rollback("told", "1.0.0");
    http().delete("/api/v1/skills/told");
    await()
        .untilAsserted(
            () ->
                assertThat(git("log", "--reverse", "--format=%an|%s", "--grep=^told "))
                    .containsExactly(
                        "anonymous|told 1.0.0: activated",
                        "anonymous|told 1.0.1: activated",
                        "anonymous|told 1.0.0: rolled back",
                        "anonymous|told 1.0.1: retired".replace("1.0.1", "1.0.0")));
    assertThat(git("status", "--porcelain", "--", "told")).isEmpty();
    Path clone = FORGE.data().resolveSibling(FORGE.data().getFileName() + "-clone");
    run(
        FORGE.data(),
        "git",
        "clone",
        "-q",
        FORGE.data().resolve("skills").toString(),
        clone.toString());
    assertThat(Files.isDirectory(clone.resolve(".git"))).isTrue();
  }

  private static List<String> git(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return run(FORGE.data().resolve("skills"), command);
  }

  private static List<String> run(Path folder, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as("%s", lines).isZero();
    return lines;
  }
}
