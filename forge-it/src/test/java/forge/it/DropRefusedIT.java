// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be a skill is told beside its file, and harms nobody. */
@Tag("same-on-every-jdk")
class DropRefusedIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LIMIT_KILOBYTES = 192;

  @TempDir Path elsewhere;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Path drop(String name) {
    return FORGE.data().resolve("drop").resolve(name);
  }

  private static void awaitNote(Path file, String word) {
    Path note = file.resolveSibling(file.getFileName() + ".error.txt");
    await().atMost(PATIENCE).until(() -> Files.exists(note));
    assertThat(note).content().contains(word).contains("was refused");
  }

  /** What runs, and what is dropped after a bad file, is not harmed. */
  @AfterEach
  void everythingElseGoesOn() throws IOException {
    String value = Long.toString(System.nanoTime());
    Files.writeString(
        drop("good.json"), Caller.json(object("name", "good", "body", "return " + value + "L;")));
    await().atMost(PATIENCE).until(() -> http().call("good").text().equals(value));
    assertThat(http().live()).containsExactly("good");
  }

  private record Bad(String file, byte[] bytes, String word) {
    @Override
    public String toString() {
      return file + ": " + word;
    }
  }

  private static DroppedJar jar() throws IOException {
    return new DroppedJar("bad_jar", "1.0.0");
  }

  static Stream<Bad> bad() throws IOException {
    byte[] whole = jar().bytes();
    byte[] twoFaced = whole.clone();
    // The name of the first class in the jar's directory only: what it lists is not what it holds.
    int at =
        new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1)
            .lastIndexOf("TemplateSkill.class");
    twoFaced[at] = 'X';
    return Stream.of(
        new Bad("empty.jar", new byte[0], "is not whole"),
        new Bad("text.jar", "no archive".getBytes(), "is not whole"),
        new Bad("two.jar", jar().twice().bytes(), "2 components"),
        new Bad("none.jar", jar().withoutComponent().bytes(), "registers no skill"),
        new Bad("name.jar", new DroppedJar("Not A Name", "1.0.0").bytes(), "must be snake_case"),
        new Bad("path.jar", new DroppedJar("../up", "1.0.0").bytes(), "path components"),
        new Bad(
            "activator.jar",
            jar().header("Bundle-Activator: skill.template.TemplateSkill").bytes(),
            "Bundle-Activator"),
        new Bad("fragment.jar", jar().header("Fragment-Host: forge-core").bytes(), "Fragment-Host"),
        new Bad(
            "import.jar",
            jar().header("Require-Capability: no.such;filter:=\"(a=b)\"").bytes(),
            "does not start"),
        new Bad(
            "examples.jar",
            jar()
                .with(
                    "FORGE-INF/examples.json",
                    "[{\"input\":{\"who\":\"me\"},\"output\":\"something else\"}]")
                .bytes(),
            "should answer \"something else\""),
        new Bad(
            "class.jar", jar().with("skill/template/TemplateSkill.class", "x").bytes(), "Class"),
        new Bad("bomb.jar", jar().with("zeros", new byte[80 << 20]).bytes(), "more than 64 MiB"),
        new Bad("two_faced.jar", twoFaced, "directory"),
        new Bad("name.json", "{\"name\":\"Bad Name\"}".getBytes(), "snake_case"),
        new Bad("half.json", "{\"name\":\"half\"".getBytes(), "is not whole"),
        new Bad("list.json", "[]".getBytes(), "no JSON object"),
        new Bad("Half.java", "public class Half implements forge.api.Skill {".getBytes(), "'}'"),
        new Bad("NoClass.java", "interface NoClass {}".getBytes(), "no public class"),
        new Bad("Wrong.java", "public class Wrong { int x = y; }".getBytes(), "cannot find symbol"),
        new Bad(
            "Constant.java",
            "@SkillInfo(name = NAME) public class Constant {}".getBytes(),
            "as a literal"),
        new Bad("latin.json", new byte[] {'{', '"', (byte) 0xe4, '"', ':', '1', '}'}, "UTF-8"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aFileThatIsNoSkillIsToldBesideIt(Bad bad) throws Exception {
    Files.write(drop(bad.file()), bad.bytes());
    awaitNote(drop(bad.file()), bad.word());
    Files.delete(drop(bad.file()));
    await().atMost(PATIENCE).until(() -> Files.notExists(drop(bad.file() + ".error.txt")));
  }

  @Test
  void aFolderThatIsNamedLikeAFileIsTold() throws Exception {
    Files.createDirectories(drop("x.jar/inside"));
    Files.writeString(drop("x.jar/hidden.json"), "{\"name\":\"hidden\"}");
    awaitNote(drop("x.jar"), "is a folder");
    Files.delete(drop("x.jar/hidden.json"));
    Files.delete(drop("x.jar/inside"));
    Files.delete(drop("x.jar"));
    await().atMost(PATIENCE).until(() -> Files.notExists(drop("x.jar.error.txt")));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
  void aLinkOutOfTheFolderIsTold() throws Exception {
    Files.writeString(elsewhere.resolve("out.json"), "{\"name\":\"out\"}");
    Files.createSymbolicLink(drop("link.json"), elsewhere.resolve("out.json"));
    awaitNote(drop("link.json"), "is a link out of the drop folder");
    Files.createSymbolicLink(drop("nowhere.json"), elsewhere.resolve("nothing"));
    awaitNote(drop("nowhere.json"), "is no file");
    Files.createSymbolicLink(drop("folder"), elsewhere);
    Files.delete(drop("link.json"));
    Files.delete(drop("nowhere.json"));
    Files.delete(drop("folder"));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process has no such limit there")
  void aFullDiskIsToldAndTheNextStartTakesTheFile() throws Exception {
    Path java = elsewhere.resolve("java");
    Path real = Path.of(System.getProperty("java.home"));
    Files.writeString(
        java,
        "#!/bin/sh\nulimit -f %d\nexec '%s' \"$@\"\n"
            .formatted(2 * LIMIT_KILOBYTES, real.resolve("bin/java")));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Path data = elsewhere.resolve("data");
    String large = ("// " + "x".repeat(99) + "\n").repeat(10 * LIMIT_KILOBYTES) + "return 2;";
    List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");
    Path file = data.resolve("drop/large.json");
    try (ForgeProcess limited =
        ForgeProcess.start(ForgeFramework.productHome(), data, java, options)) {
      Files.writeString(file, Caller.json(object("name", "large", "body", large)));
      awaitNote(file, "free space");
      new Caller(limited.client()).call("large").refused(404, "unknown_skill");
    }
    try (ForgeProcess whole =
        ForgeProcess.start(ForgeFramework.productHome(), data, real, options)) {
      Caller there = new Caller(whole.client());
      await().atMost(PATIENCE).until(() -> there.live().contains("large"));
      assertThat(there.call("large").value()).isEqualTo(2L);
      await()
          .atMost(PATIENCE)
          .until(() -> Files.notExists(data.resolve("drop/large.json.error.txt")));
    }
  }
}
