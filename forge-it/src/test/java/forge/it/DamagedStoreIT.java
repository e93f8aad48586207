// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.it.Caller.Reply;
import forge.runtime.DataFolder;
import forge.runtime.StartFailure;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage costs what is damaged, says so, and can be mended; the rest of the gateway goes on. */
@Tag("same-on-every-jdk")
class DamagedStoreIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final byte[] NO_TEXT = {(byte) 0xff, (byte) 0xfe, 0, 1, '\n'};

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Path file(String path) {
    return FORGE.data().resolve(path);
  }

  /** An action on files, for a lambda. */
  private interface Deed {
    void run() throws IOException;
  }

  private static void restartAfter(Deed deed) throws Exception {
    FORGE.restart(
        () -> {
          try {
            deed.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @BeforeEach
  void aSoundSkill() {
    http().createBody("sound", "return \"sound\";").ok();
  }

  @AfterEach
  void isSoundAllTheTime() {
    assertThat(http().call("sound").value()).isEqualTo("sound");
    http().get("/readyz").ok();
    http().hotReload(true).ok();
    http().safety(false).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rubbish\n", "{\"format\":1}\n", "{\"format\":2,\"name\":\"x\"}\n", "\n"})
  void aDamagedRecordIsNamedByItsSkillAndMendedByACreate(String content) throws Exception {
    http().createBody("recorded", "return 1;").ok();
    Path record = file("store/skills/recorded.jsonl");
    restartAfter(() -> Files.writeString(record, content));
    assertBroken("recorded", "store/skills/recorded.jsonl");
    assertThat(http().get("/api/v1/skills").text()).contains("\"recorded\"").contains("\"sound\"");
    assertThat(http().live()).contains("sound").doesNotContain("recorded");

    String number = (String) http().createBody("recorded", "return 2;").ok().field("version");
    assertThat(http().call("recorded").value()).isEqualTo(2L);
    assertThat(http().skill("recorded")).containsEntry("state", "live");
    restartAfter(() -> {});
    assertThat(http().call("recorded").value()).isEqualTo(2L);
    assertThat(http().versions("recorded")).last().extracting("version").isEqualTo(number);
  }

  private static void assertBroken(String skill, String words) {
    Reply call = http().call(skill);
    call.refused(500, "skill_broken", words, "create the skill again");
    assertThat(http().skill(skill)).containsEntry("state", "broken");
  }

  @Test
  void aRecordThatIsNoTextIsDamagedToo() throws Exception {
    http().createBody("binary", "return 1;").ok();
    restartAfter(() -> Files.write(file("store/skills/binary.jsonl"), NO_TEXT));
    assertBroken("binary", "store/skills/binary.jsonl");
  }

  @Test
  void aDamagedLineOfTheHistoryCostsThatVersionOnly() throws Exception {
    for (int i = 0; i < 4; i++) http().createBody("long_lived", "return " + i + ";").ok();
    Path record = file("store/skills/long_lived.jsonl");
    restartAfter(
        () -> {
          List<String> lines = Files.readAllLines(record);
          lines.set(1, "rubbish");
          Files.write(record, lines);
        });
    assertThat(http().call("long_lived").value()).isEqualTo(3L);
    assertThat(http().versions("long_lived"))
        .extracting(version -> version.get("version"))
        .containsExactly("1.0.0", "1.0.2", "1.0.3");
    http().rollback("long_lived", "1.0.2").ok();
    assertThat(http().call("long_lived").value()).isEqualTo(2L);
    assertThat(http().createBody("long_lived", "return 4;").field("version")).isEqualTo("1.0.4");
  }

  /** So a numbering that begins anew would give a number to two different bundles. */
  @Test
  void afterADamageTheNumbersGoOnAsFarAsTheyCanBeRead() throws Exception {
    http().createBody("counted", "return 1;").ok();
    http().createBody("counted", "return 2;").ok();
    Path record = file("store/skills/counted.jsonl");
    restartAfter(() -> Files.writeString(record, Files.readString(record) + "rubbish\n"));
    assertBroken("counted", "store/skills/counted.jsonl");
    assertThat(http().createBody("counted", "return 3;").ok().field("version")).isEqualTo("1.0.2");
    http().rollback("counted", "1.0.1").ok();
    assertThat(http().call("counted").value()).isEqualTo(2L);
  }

  /** What stands behind the last line end was never answered. */
  @Test
  void aLineThatACrashCutShortIsNoDamage() throws Exception {
    http().createBody("cut", "return 1;").ok();
    Path record = file("store/skills/cut.jsonl");
    restartAfter(
        () -> {
          Files.writeString(record, Files.readString(record) + "{\"format\":1,\"na");
          Files.writeString(file("store/skills/never_answered.jsonl"), "{\"form");
          Files.writeString(file("store/skills/never_begun.jsonl"), "");
        });
    assertThat(http().call("cut").value()).isEqualTo(1L);
    http().call("never_answered").refused(404, "unknown_skill");
    http().call("never_begun").refused(404, "unknown_skill");
    http().get("/api/v1/skills/never_begun").refused(404, "unknown_skill");
    assertThat(http().createBody("cut", "return 2;").ok().field("version")).isEqualTo("1.0.1");
    assertThat(http().createBody("never_answered", "return 3;").ok().field("version"))
        .isEqualTo("1.0.0");
    assertThat(http().createBody("never_begun", "return 4;").ok().field("version"))
        .isEqualTo("1.0.0");
    restartAfter(() -> {});
    assertThat(http().call("cut").value()).isEqualTo(2L);
    assertThat(http().call("never_answered").value()).isEqualTo(3L);
    assertThat(http().call("never_begun").value()).isEqualTo(4L);
  }

  @Test
  void aMissingBundleIsNamedAndTheVersionsThatAreThereAreNot() throws Exception {
    String first = (String) http().createBody("robbed", "return 1;").ok().field("sha256");
    http().createBody("robbed", "return 2;").ok();
    http().createBody("robbed", "return 3;").ok();
    restartAfter(() -> Files.delete(file("store/bundles/" + first + ".jar")));
    assertThat(http().call("robbed").value()).isEqualTo(3L);
    Reply back = http().rollback("robbed", "1.0.0");
    back.refused(500, "store_damaged", "robbed 1.0.0");
    http().get("/api/v1/skills/robbed/diff?from=1.0.0&to=1.0.1").refused(500, "store_damaged");
    assertThat(http().call("robbed").value()).isEqualTo(3L);
    http().rollback("robbed", "1.0.1").ok();
    assertThat(http().call("robbed").value()).isEqualTo(2L);
  }

  @Test
  void damagedSwitchesAreSetSoThatNothingNewRunsUnseen() throws Exception {
    for (byte[] content : List.of("rubbish".getBytes(), "{}".getBytes(), new byte[0], NO_TEXT)) {
      restartAfter(() -> Files.write(file("store/switches.json"), content));
      assertThat(http().get("/api/v1/forge/safety-status").field("mode")).isEqualTo("HITL");
      assertThat(http().get("/api/v1/forge/hot-reload/status").field("enabled")).isEqualTo(false);
      assertThat(http().call("sound").value()).isEqualTo("sound");
    }
    http().safety(false).ok();
    restartAfter(() -> {});
    assertThat(http().get("/api/v1/forge/safety-status").field("mode")).isEqualTo("AUTONOMOUS");
  }

  @Test
  void aDamagedTrailIsNamedAndGoesOn() throws Exception {
    Path trail = file("audit/000000000001.jsonl");
    byte[] whole = Files.readAllBytes(trail);
    restartAfter(() -> Files.write(trail, NO_TEXT));
    Reply verdict = http().get("/api/v1/forge/audit/verify").ok();
    assertThat(verdict.json()).containsEntry("ok", false).containsEntry("broken_line", 1L);
    http().get("/api/v1/forge/audit").ok();
    http().createBody("after_damage", "return 1;").ok();
    assertThat(http().audit()).last().extracting("skill_name").isEqualTo("after_damage");
    restartAfter(() -> Files.write(trail, whole));
    assertThat(http().get("/api/v1/forge/audit/verify").field("ok")).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"store/skills", "store/bundles"})
  void aFolderThatCannotBeWrittenIsToldAndWhatRunsGoesOn(String folder) throws Exception {
    http().createBody("running", "return 1;").ok();
    http().call("running").ok();
    Path aside = file("aside");
    Files.move(file(folder), aside);
    Files.writeString(file(folder), "no folder");
    try {
      Reply refused = http().createBody("running", "return " + folder.length() + "L;");
      refused.refused(507, "store_unwritable", "free space");
      assertThat(refused.message()).doesNotContain(FORGE.data().toString());
      http().createBody("another", "return 2;").refused(507, "store_unwritable");
      assertThat(http().call("running").value()).isEqualTo(1L);
      http().call("another").refused(404, "unknown_skill");
    } finally {
      Files.move(aside, file(folder), StandardCopyOption.REPLACE_EXISTING);
    }
    http().createBody("running", "return 3;").ok();
    assertThat(http().call("running").value()).isEqualTo(3L);
    http().call("another").refused(404, "unknown_skill");
    assertThat(http().get("/api/v1/forge/audit/verify").field("ok")).isEqualTo(true);
    restartAfter(() -> {});
    assertThat(http().call("running").value()).isEqualTo(3L);
    http().retire("running").ok();
  }

  @Test
  void whatWasToldAndCouldNotBeKeptIsToldToBeUndone() throws Exception {
    Path aside = file("aside");
    Files.move(file("store/skills"), aside);
    Files.writeString(file("store/skills"), "no folder");
    try {
      http().createBody("undone", "return 1;").refused(507, "store_unwritable");
    } finally {
      Files.move(aside, file("store/skills"), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(
            http().audit().stream()
                .filter(event -> "undone".equals(event.get("skill_name")))
                .map(event -> event.get("event")))
        .containsExactly("created", "activated", "undone", "refused");
  }

  @Test
  void aSwitchThatCannotBeKeptIsInForceAndSaysSo() throws Exception {
    Path switches = file("store/switches.json");
    Files.deleteIfExists(switches);
    Files.createDirectories(switches.resolve("no_file"));
    try {
      http().safety(true).refused(507, "store_unwritable", "in force", "restart");
      assertThat(http().get("/api/v1/forge/safety-status").field("mode")).isEqualTo("HITL");
      http().halt("must work").refused(507, "store_unwritable", "in force");
      http().call("sound").refused(503, "halted");
      http().resume();
      assertThat(http().call("sound").value()).isEqualTo("sound");
    } finally {
      Folders.delete(switches);
    }
    http().safety(false).ok();
  }

  @Test
  void aSecondGatewayOnTheSameFolderRefusesAndSaysWhoHasIt() {
    assertThatThrownBy(() -> ForgeProcess.start(FORGE.data()))
        .hasMessageContaining("Another gateway (process " + ProcessHandle.current().pid() + ")")
        .hasMessageContaining(FORGE.data().toString())
        .hasMessageContaining("--data");
    assertThatThrownBy(() -> DataFolder.claim(FORGE.data()))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("Another gateway");
  }
}
