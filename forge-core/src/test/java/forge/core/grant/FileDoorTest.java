// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import static forge.core.grant.Reached.denied;
import static forge.core.grant.Reached.refused;
import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.api.SkillFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileDoorTest {

  private static final String BOTH =
      "{\"files.read\":[\"out\",\"reports\"],\"files.write\":[\"out\"]}";

  @TempDir Path folder;
  private Path data;
  private Reached reached;
  private SkillFiles files;

  @BeforeEach
  void open() throws IOException {
    data = folder.resolve("data");
    Files.createDirectories(data);
    Files.writeString(folder.resolve("outside.txt"), "outside");
    Files.createDirectories(data.resolve("store"));
    Files.writeString(data.resolve("store/secrets.json"), "{}");
    reached = Reached.without(data);
    files = reached.gates.files(reached.access(BOTH));
  }

  @Test
  void writesReadsListsAndDeletes() {
    files.write("out/a/b.txt", "grün");
    files.writeBytes("out/c.bin", new byte[] {1, 2});
    assertThat(files.read("out/a/b.txt")).isEqualTo("grün");
    assertThat(files.readBytes("out/c.bin")).containsExactly(1, 2);
    assertThat(files.list("out")).containsExactly("a/", "c.bin");
    assertThat(files.exists("out/a")).isTrue();
    assertThat(files.delete("out/c.bin")).isTrue();
    assertThat(files.delete("out/c.bin")).isFalse();
    assertThat(files.exists("out/c.bin")).isFalse();
    assertThat(files.list("reports")).isEmpty();
    refused(Failure.SKILL_ERROR, "not empty", () -> files.delete("out/a"));
    refused(Failure.SKILL_ERROR, "no file", () -> files.read("out/none"));
    refused(Failure.SKILL_ERROR, "no file", () -> files.read("out/a"));
    assertThat(files.delete("out")).as("a root stays").isFalse();
    assertThat(data.resolve("files/.unfinished")).isEmptyDirectory();
  }

  @Test
  void saysWhichGrantIsMissing() {
    denied(
        "add \"files.write\":[\"reports\"] to the spec's \"grants\"",
        () -> files.write("reports/x", "y"));
    denied("add \"files.read\":[\"other\"]", () -> files.read("other/x"));
    SkillFiles none = reached.gates.files(reached.access("{}"));
    denied("'files.read out' is not granted", () -> none.exists("out/x"));
    assertThat(reached.gates.reach(new forge.api.SkillName("tested")).denied()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "/etc/passwd",
        "..",
        ".",
        "out/..",
        "out/../..",
        "out/../../outside.txt",
        "out/./x",
        "out//x",
        "out/",
        "out/...",
        "out/.hidden",
        "out/x.",
        "out/x ",
        "out/ x",
        "out\\..\\..\\outside.txt",
        "out/..\\..\\x",
        "out/x:stream",
        "C:\\x",
        "out/x\u0000.txt",
        "out/x\ny",
        "out/\u202ex",
        "out/a*",
        "out/a?",
        "~/x",
        "../store/secrets.json",
        ".unfinished/x",
        "out/%2e%2e/x/..",
        "file:///etc/passwd",
        "OUT/x",
        "out /x"
      })
  void pathsThatLeadElsewhereAreDenied(String path) {
    denied("", () -> files.read(path));
    denied("", () -> files.write(path, "x"));
    denied("", () -> files.list(path));
    denied("", () -> files.delete(path));
  }

  @Test
  void pathsHaveAnEnd() {
    denied("is no path", () -> files.write("out/" + "a/".repeat(20) + "x", ""));
    denied("is no path", () -> files.write("out/" + "a".repeat(101), ""));
    denied("is not granted", () -> files.read(null));
  }

  @Test
  void linksThatLeadOutAreDenied() throws IOException {
    files.write("out/x", "inside");
    Path out = data.resolve("files/out");
    Files.createSymbolicLink(out.resolve("link"), folder.resolve("outside.txt"));
    Files.createSymbolicLink(out.resolve("folder"), folder);
    Files.createSymbolicLink(out.resolve("dangling"), folder.resolve("not_there"));
    Files.createSymbolicLink(out.resolve("within"), out.resolve("x"));
    denied("leads out of its root", () -> files.read("out/link"));
    denied("leads out of its root", () -> files.read("out/folder/outside.txt"));
    denied("leads out of its root", () -> files.write("out/folder/new", "x"));
    denied("leads out of its root", () -> files.write("out/folder/a/b/new", "x"));
    denied("leads out of its root", () -> files.list("out/folder"));
    denied("leads out of its root", () -> files.delete("out/folder/outside.txt"));
    refused(Failure.SKILL_ERROR, "", () -> files.write("out/dangling", "x"));
    refused(Failure.SKILL_ERROR, "no file", () -> files.write("out/within", "x"));
    assertThat(files.read("out/within")).isEqualTo("inside");
    assertThat(folder.resolve("not_there")).doesNotExist();
    assertThat(folder.resolve("new")).doesNotExist();
    assertThat(folder.resolve("outside.txt")).hasContent("outside");
  }

  @Test
  void aRootThatIsALinkIsTheOperatorsChoice() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("r.txt"), "report");
    Files.createDirectories(data.resolve("files"));
    Files.createSymbolicLink(data.resolve("files/reports"), elsewhere);
    assertThat(files.read("reports/r.txt")).isEqualTo("report");
  }

  @Test
  void sizesHaveAnEnd() throws IOException {
    byte[] most = new byte[FileDoor.MAX_FILE];
    refused(
        Failure.SKILL_ERROR,
        "may have 8 MB",
        () -> files.writeBytes("out/x", new byte[most.length + 1]));
    refused(Failure.SKILL_ERROR, "may have 8 MB", () -> files.writeBytes("out/x", null));
    for (int i = 0; i < 8; i++) files.writeBytes("out/x", most);
    refused(Failure.SKILL_ERROR, "a call may write", () -> files.writeBytes("out/x", most));
    Files.write(data.resolve("files/out/big"), new byte[FileDoor.MAX_FILE + 1]);
    refused(Failure.SKILL_ERROR, "longer than", () -> files.readBytes("out/big"));
  }

  @Test
  void aFullRootTakesNoMoreUntilThereIsRoom() throws IOException {
    files.write("out/x", "1");
    Path filler = data.resolve("files/out/filler");
    try (var channel =
        java.nio.channels.FileChannel.open(
            filler,
            Set.of(
                java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE))) {
      channel.write(java.nio.ByteBuffer.allocate(1), FileRoots.MAX_ROOT);
    }
    Reached again = Reached.without(data);
    SkillFiles full = again.gates.files(again.access(BOTH));
    refused(Failure.SKILL_ERROR, "is full", () -> full.write("out/y", "2"));
    full.delete("out/filler");
    full.write("out/y", "2");
    assertThat(full.read("out/y")).isEqualTo("2");
  }

  @Test
  void whoReadsSeesOneWholeFile() {
    List<Integer> bad = new ArrayList<>();
    files.write("out/shared", "0".repeat(1000));
    IntStream.range(0, 200)
        .parallel()
        .forEach(
            i -> {
              SkillFiles own = reached.gates.files(reached.access(BOTH));
              own.write("out/shared", String.valueOf(i % 10).repeat(1000));
              String seen = own.read("out/shared");
              if (seen.length() != 1000 || seen.chars().distinct().count() != 1)
                synchronized (bad) {
                  bad.add(i);
                }
            });
    assertThat(bad).isEmpty();
  }

  @Test
  void whatIsKeptAfterTheCallIsOfNoUse() {
    Access access = reached.access(BOTH);
    SkillFiles kept = reached.gates.files(access);
    kept.write("out/x", "1");
    access.end();
    denied("the call is over", () -> kept.read("out/x"));
  }
}
