// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is put into the drop folder is a skill, as long as it lies there. */
class DropIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  /** Other work may have the processors; what is promised is measured by the bench. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path elsewhere;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Path drop(String name) {
    return FORGE.data().resolve("drop").resolve(name);
  }

  private static void awaitValue(String skill, Object value, Object... arguments) {
    await()
        .atMost(PATIENCE)
        .until(() -> Objects.equals(http().call(skill, arguments).value(), value));
  }

  private static void awaitState(String skill, String state) {
    await().atMost(PATIENCE).until(() -> state.equals(http().skill(skill).get("state")));
  }

  private static void awaitNote(String file, String... words) {
    Path note = drop(file + ".error.txt");
    await().atMost(PATIENCE).until(() -> Files.exists(note));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(note).content().contains(words));
  }

  private static void awaitNoNote(String file) {
    await().atMost(PATIENCE).until(() -> Files.notExists(drop(file + ".error.txt")));
  }

  private static String spec(String name, int value) {
    return Caller.json(object("name", name, "body", "return " + value + ";"));
  }

  private static String source(String type, String text) {
    return """
        package some.where.else_;
        import forge.api.*;
        public final class %s implements Skill {
          public SkillResult call(SkillRequest request, SkillContext context) {
            return SkillResult.ok("%s");
          }
        }
        """
        .formatted(type, text);
  }

  private static List<Object> kinds(String skill) {
    return http().audit().stream()
        .filter(event -> skill.equals(event.get("skill")))
        .map(event -> event.get("kind"))
        .toList();
  }

  private static List<Object> numbers(String skill) {
    return http().versions(skill).stream().map(version -> version.get("version")).toList();
  }

  @Test
  void aBundleIsTakenReplacedAndRetired() throws Exception {
    byte[] first = new DroppedJar("dropped_bundle", "2.1.0").bytes();
    Files.write(drop("some.jar"), first);
    awaitState("dropped_bundle", "live");
    assertThat(http().skill("dropped_bundle"))
        .containsEntry("origin", "bundle")
        .containsEntry("version", "2.1.0")
        .containsEntry("description", "Answers with what it was given.")
        .containsEntry("sha256", sha256(first));
    assertThat(http().call("dropped_bundle", "who", "me", "times", 2).json())
        .containsEntry("who", "me")
        .containsEntry("times", 2L);
    http().call("dropped_bundle", "times", 2).refused(400, "bad_input", "who");

    Files.write(
        drop("some.jar"), new DroppedJar("dropped_bundle", "2.1.0").with("note", "x").bytes());
    await().atMost(PATIENCE).until(() -> numbers("dropped_bundle").size() == 2);
    assertThat(numbers("dropped_bundle")).containsExactly("2.1.0", "2.1.1");
    Files.write(drop("some.jar"), new DroppedJar("dropped_bundle", "3.0.0").bytes());
    await().atMost(PATIENCE).until(() -> numbers("dropped_bundle").size() == 3);
    assertThat(http().skill("dropped_bundle")).containsEntry("version", "3.0.0");

    assertThat(http().rollback("dropped_bundle", "2.1.0").ok().field("success")).isEqualTo(true);
    assertThat(http().skill("dropped_bundle")).containsEntry("sha256", sha256(first));
    assertThat(http().trigger("dropped_bundle").text()).contains("finished bundle");

    Files.delete(drop("some.jar"));
    awaitState("dropped_bundle", "retired");
    assertThat(http().call("dropped_bundle", "who", "me").status()).isEqualTo(404);
  }

  @Test
  void aBundleThatWasForgedElsewhereIsOneThatIsDropped() throws Exception {
    http().createBody("traveller", "return 7;").ok();
    Path kept =
        FORGE.data().resolve("store/bundles/" + http().skill("traveller").get("sha256") + ".jar");
    try (ForgeFramework other = ForgeFramework.ofProduct().start()) {
      Files.copy(kept, other.data().resolve("drop/traveller.jar"));
      Caller there = new Caller(other.client());
      await().atMost(PATIENCE).until(() -> there.live().contains("traveller"));
      assertThat(there.call("traveller").value()).isEqualTo(7L);
      assertThat(there.get("/api/v1/skills/traveller/source").text()).contains("return 7;");
      other.restart();
      assertThat(new Caller(other.client()).call("traveller").value()).isEqualTo(7L);
    }
  }

  @Test
  void aJavaFileIsTakenUnderItsClassNameOrItsSkillInfo() throws Exception {
    Files.writeString(drop("PlainThing2.java"), source("PlainThing2", "one"));
    awaitValue("plain_thing2", "one", "any", "argument");
    Files.writeString(drop("PlainThing2.java"), source("PlainThing2", "two"));
    awaitValue("plain_thing2", "two");

    String named =
        source("Other", "named")
            .replace(
                "public final",
                """
                @SkillInfo(name = "by_" + "info", description = "It says \\"so\\".", input = \"""
                    {"type":"object","properties":{"n":{"type":"integer"}},\\
                    "additionalProperties":false}\""")
                public final""");
    Files.writeString(drop("Other.java"), named);
    awaitValue("by_info", "named", "n", 1);
    assertThat(http().skill("by_info")).containsEntry("description", "It says \"so\".");
    http().call("by_info", "n", "no").refused(400, "bad_input", "n");

    Files.writeString(drop("Other.java"), source("Other", "renamed"));
    awaitValue("other", "renamed");
    awaitState("by_info", "retired");
  }

  @Test
  void aFolderOfThemIsTakenAndGoes() throws Exception {
    Files.createDirectories(elsewhere.resolve("set/deep"));
    Files.writeString(elsewhere.resolve("set/a.json"), spec("in_folder", 1));
    Files.writeString(elsewhere.resolve("set/deep/b.json"), spec("in_deep_folder", 2));
    Files.writeString(elsewhere.resolve("set/README.md"), "no skill");
    Files.move(elsewhere.resolve("set"), drop("set"));
    awaitValue("in_folder", 1L);
    awaitValue("in_deep_folder", 2L);
    Files.writeString(drop("set/deep/b.json"), spec("in_deep_folder", 3));
    awaitValue("in_deep_folder", 3L);

    Files.move(drop("set"), elsewhere.resolve("back"));
    awaitState("in_folder", "retired");
    awaitState("in_deep_folder", "retired");
  }

  @Test
  void aHalfCopiedFileLeavesTheOldVersionServing() throws Exception {
    Files.write(drop("slow.jar"), new DroppedJar("slow_copy", "1.0.0").bytes());
    awaitState("slow_copy", "live");
    byte[] next = new DroppedJar("slow_copy", "1.1.0").bytes();
    int piece = next.length / 20 + 1;
    try (var out = Files.newOutputStream(drop("slow.jar"), StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int at = 0; at < next.length; at += piece) {
        out.write(next, at, Math.min(piece, next.length - at));
        out.flush();
        for (int i = 0; i < 20; i++) {
          http().call("slow_copy", "who", "me").ok();
          Thread.sleep(5);
        }
        assertThat(drop("slow.jar.error.txt")).doesNotExist();
      }
    }
    await().atMost(PATIENCE).until(() -> numbers("slow_copy").equals(List.of("1.0.0", "1.1.0")));
    assertThat(kinds("slow_copy")).doesNotContain("refused", "retired");
  }

  @Test
  void aCopyThatStopsHalfWayIsToldAndGoesOn() throws Exception {
    byte[] jar = new DroppedJar("stopped_copy", "1.0.0").bytes();
    Files.write(drop("stopped.jar"), java.util.Arrays.copyOf(jar, jar.length / 2));
    awaitNote("stopped.jar", "is not whole");
    Files.write(
        drop("stopped.jar"),
        java.util.Arrays.copyOfRange(jar, jar.length / 2, jar.length),
        StandardOpenOption.APPEND);
    awaitState("stopped_copy", "live");
    awaitNoNote("stopped.jar");
  }

  @Test
  void anEditorThatGoesThroughOtherNamesMakesAChange() throws Exception {
    Path file = drop("edited.json");
    Files.writeString(file, spec("edited", 1));
    awaitValue("edited", 1L);

    Files.writeString(drop(".edited.json.swp"), "half");
    Files.move(file, drop("edited.json~"));
    Files.writeString(file, spec("edited", 2));
    awaitValue("edited", 2L);

    Path part = drop("edited.json.tmp");
    Files.writeString(part, spec("edited", 3));
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    awaitValue("edited", 3L);

    Files.delete(file);
    Files.writeString(file, spec("edited", 4));
    awaitValue("edited", 4L);
    assertThat(kinds("edited")).doesNotContain("retired");

    // The same skill from a file of another name: it moves along, and is neither retired nor made.
    Files.move(file, drop("renamed.json"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Files.readString(FORGE.data().resolve("store/drop.jsonl"))
                    .contains("\"edited.json\",\"digest\":\"\""));
    assertThat(http().call("edited").value()).isEqualTo(4L);
    assertThat(kinds("edited")).doesNotContain("retired");
    Files.delete(drop("renamed.json"));
    awaitState("edited", "retired");
  }

  @Test
  void aFileThatBreaksAndIsMendedEndsInTheRightState() throws Exception {
    Files.writeString(drop("breaks.json"), spec("breaks", 1));
    awaitValue("breaks", 1L);
    Files.writeString(drop("breaks.json"), spec("breaks", 2).replace("return 2", "return x"));
    awaitNote("breaks.json", "cannot find symbol", "return x;", "Nothing that is in service");
    assertThat(http().call("breaks").value()).isEqualTo(1L);
    Files.writeString(drop("breaks.json"), spec("breaks", 3));
    awaitValue("breaks", 3L);
    awaitNoNote("breaks.json");
    // Back to what is in service: no new version, and the note goes, too.
    Files.writeString(drop("breaks.json"), "{}");
    awaitNote("breaks.json", "name");
    Files.writeString(drop("breaks.json"), spec("breaks", 3));
    awaitNoNote("breaks.json");
    assertThat(numbers("breaks")).containsExactly("1.0.0", "1.0.1");
    Files.writeString(drop("breaks.json"), "{\"name\":");
    awaitNote("breaks.json", "is not whole");
    Files.delete(drop("breaks.json"));
    awaitNoNote("breaks.json");
    awaitState("breaks", "retired");
  }

  @Test
  void fiveHundredAtOnceAreAllTaken() throws Exception {
    for (int i = 0; i < 500; i++)
      Files.writeString(drop("many" + i + ".json"), spec("many" + i, i));
    await()
        .atMost(Duration.ofMinutes(5))
        .until(() -> http().live().stream().filter(name -> name.startsWith("many")).count() == 500);
    for (int i = 0; i < 500; i += 99)
      assertThat(http().call("many" + i).value()).isEqualTo((long) i);
    for (int i = 0; i < 500; i++) Files.delete(drop("many" + i + ".json"));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> http().live().stream().noneMatch(name -> name.startsWith("many")));
  }

  @Test
  void whatChangedWhileTheGatewayWasDownIsMadeSoAtStart() throws Exception {
    try (ForgeFramework forge = ForgeFramework.ofProduct().start()) {
      Path drop = forge.data().resolve("drop");
      Files.writeString(drop.resolve("same.json"), spec("same", 1));
      Files.writeString(drop.resolve("changed.json"), spec("changed", 1));
      Files.writeString(drop.resolve("deleted.json"), spec("deleted", 1));
      Caller before = new Caller(forge.client());
      await()
          .atMost(PATIENCE)
          .until(() -> before.live().containsAll(List.of("same", "changed", "deleted")));
      forge.restart(
          () -> {
            try {
              Files.writeString(drop.resolve("changed.json"), spec("changed", 2));
              Files.delete(drop.resolve("deleted.json"));
              Files.writeString(drop.resolve("added.json"), spec("added", 1));
              Files.writeString(drop.resolve("broken.json"), "{\"name\":\"../x\"}");
              Files.write(drop.resolve("broken.jar"), new byte[100]);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      Caller http = new Caller(forge.client());
      await().atMost(PATIENCE).until(() -> http.live().equals(List.of("added", "changed", "same")));
      await().atMost(PATIENCE).until(() -> Objects.equals(http.call("changed").value(), 2L));
      await().atMost(PATIENCE).until(() -> Files.exists(drop.resolve("broken.jar.error.txt")));
      assertThat(drop.resolve("broken.json.error.txt")).content().contains("path components");
      assertThat(http.versions("same")).hasSize(1);
      assertThat(http.versions("changed")).hasSize(2);
      assertThat(http.skill("deleted")).containsEntry("state", "retired");
    }
  }

  @Test
  void aFolderThatIsGoneAsAWholeRetiresNothing() throws Exception {
    try (ForgeFramework forge = ForgeFramework.ofProduct().start()) {
      Path drop = forge.data().resolve("drop");
      Files.writeString(drop.resolve("stays.json"), spec("stays", 1));
      Caller http = new Caller(forge.client());
      await().atMost(PATIENCE).until(() -> http.live().contains("stays"));
      Files.move(drop, elsewhere.resolve("drop"));
      await().atMost(PATIENCE).until(() -> Files.isDirectory(drop));
      Files.writeString(drop.resolve("next.json"), spec("next", 1));
      await().atMost(PATIENCE).until(() -> http.live().contains("next"));
      assertThat(http.live()).contains("stays");
    }
  }

  @Test
  void aDroppedBundleWaitsForAPersonAsAForgedOneDoes() throws Exception {
    http().safety(true).ok();
    try {
      byte[] jar = new DroppedJar("not_trusted", "1.0.0").bytes();
      Files.write(drop("trust.jar"), jar);
      awaitState("not_trusted", "awaiting_approval");
      assertThat(http().call("not_trusted", "who", "me").status()).isEqualTo(404);
      Map<String, Object> waits = http().approvals().get(0);
      assertThat(waits).containsEntry("skill_name", "not_trusted").containsEntry("door", "drop");
      http().decide(waits.get("digest"), "approve", "read it").ok();
      assertThat(http().call("not_trusted", "who", "me").ok().field("who")).isEqualTo("me");
      assertThat(http().skill("not_trusted")).containsEntry("sha256", sha256(jar));
    } finally {
      http().safety(false).ok();
    }
  }

  @Test
  void whatIsDroppedDuringAHaltIsTakenAfterIt() throws Exception {
    http().halt("look").ok();
    try {
      Files.writeString(drop("halted.json"), spec("halted_drop", 1));
      awaitNote("halted.json", "halted");
    } finally {
      http().resume().ok();
    }
    awaitValue("halted_drop", 1L);
    awaitNoNote("halted.json");
  }

  @Test
  void aSkillThatCameAnotherWayMeanwhileStays() throws Exception {
    Files.writeString(drop("mixed.json"), spec("mixed", 1));
    awaitValue("mixed", 1L);
    http().createBody("mixed", "return 2;").ok();
    Files.delete(drop("mixed.json"));
    Files.writeString(drop("after.json"), spec("after_mixed", 1));
    awaitValue("after_mixed", 1L);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> Objects.equals(http().call("mixed").value(), 2L));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
