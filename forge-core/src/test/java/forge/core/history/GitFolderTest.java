// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import forge.core.history.GitFolder.Draft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that are made together are the same, to the digest, as those made one by one. */
class GitFolderTest {

  private static final int COMMITS = 1_200;

  @TempDir Path temp;

  /** New folders, new versions, what was there before, and what is gone. */
  private static List<Draft> drafts() {
    Random random = new Random(7);
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < COMMITS; i++) {
      String folder = "skill_" + (random.nextInt(4) == 0 ? random.nextInt(9) : i);
      Map<String, String> files =
          random.nextInt(9) == 0
              ? Map.of()
              : Map.of(
                  "A.java", "version " + random.nextInt(3), "spec.json", "{}\n".repeat(i % 50));
      Instant at = Instant.ofEpochSecond(1_700_000_000L + i);
      PersonIdent who = new PersonIdent("ann \u00e4", "ann@forge.local", at, ZoneOffset.UTC);
      drafts.add(new Draft(folder, files, who, folder + " changed\n\nForge-Event: " + i + "\n"));
    }
    return drafts;
  }

  private static String git(Path folder, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("git", "-C", folder.toString()));
    all.addAll(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  private static long packs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(".git/objects/pack"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  private Path committed(String name, int... groups) throws IOException {
    Path folder = temp.resolve(name);
    List<Draft> drafts = drafts();
    try (GitFolder git = GitFolder.open(folder)) {
      for (int from = 0, turn = 0; from < drafts.size(); turn++) {
        int to = Math.min(from + groups[turn % groups.length], drafts.size());
        git.commit(drafts.subList(from, to));
        from = to;
      }
      assertThat(git.stage()).isTrue();
    }
    return folder;
  }

  @Test
  void groupsAreTheSameCommits() throws Exception {
    Path single = committed("single", 1);
    Path grouped = committed("grouped", 250, 1, 10, 3, 97, 11);
    assertThat(git(grouped, "fsck", "--full", "--strict")).doesNotContain("error", "missing");
    assertThat(git(grouped, "rev-parse", "HEAD")).isEqualTo(git(single, "rev-parse", "HEAD"));
    assertThat(git(grouped, "rev-list", "--count", "HEAD")).isEqualTo("" + COMMITS);
    assertThat(git(grouped, "ls-files", "-s")).isEqualTo(git(single, "ls-files", "-s"));
    assertThat(packs(grouped)).isGreaterThan(8);
    assertThat(packs(single)).isZero();
  }

  @Test
  void aPackThatGitHasMadeNewIsReadOn() throws Exception {
    Path folder = temp.resolve("packed");
    List<Draft> drafts = drafts();
    try (GitFolder git = GitFolder.open(folder)) {
      git.commit(drafts.subList(0, 300));
      git.commit(drafts.subList(300, 600));
      git(folder, "repack", "-a", "-d", "-q");
      git.commit(drafts.subList(600, 900));
      git(folder, "repack", "-d", "-l", "-q", "--geometric=2");
      git.commit(drafts.subList(900, COMMITS));
      assertThat(git.newest(3)).hasSize(3);
    }
    assertThat(git(folder, "rev-list", "--count", "HEAD")).isEqualTo("" + COMMITS);
    assertThat(git(folder, "fsck", "--full", "--strict")).doesNotContain("error", "missing");
  }

  @Test
  void aPackTakesLittleRoom() throws Exception {
    Path grouped = committed("grouped", 250);
    try (Stream<Path> files = Files.list(grouped.resolve(".git/objects/pack"))) {
      long bytes = files.mapToLong(file -> file.toFile().length()).sum();
      // Lists of up to 900 folders, 36 bytes each: 19 MB if they were all whole.
      assertThat(bytes).isLessThan(1_500_000L);
    }
  }

  /** The only skill is retired and comes back, again and again. */
  @Test
  void aListMayBeEmptyInBetween() throws Exception {
    Path folder = temp.resolve("only");
    PersonIdent who = new PersonIdent("x", "x@x", Instant.EPOCH, ZoneOffset.UTC);
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < 20; i++)
      drafts.add(new Draft("only", i % 2 == 0 ? Map.of("A.java", "" + i) : Map.of(), who, "" + i));
    try (GitFolder git = GitFolder.open(folder)) {
      git.commit(drafts);
      git.commit(drafts.subList(0, 11));
    }
    assertThat(git(folder, "fsck", "--full", "--strict")).doesNotContain("error", "missing");
    assertThat(git(folder, "show", "HEAD:only/A.java")).isEqualTo("10");
    assertThat(git(folder, "show", "HEAD~4:only/A.java")).isEqualTo("6");
    assertThat(git(folder, "ls-tree", "HEAD~3")).isEmpty();
  }

  /** A person's file of a skill's name makes way, and lists are sorted as git sorts them. */
  @Test
  void namesThatAreNearlyTheSameStayApart() throws Exception {
    Path folder = temp.resolve("near");
    try (GitFolder git = GitFolder.open(folder)) {
      git.commit(drafts().subList(0, 20));
      for (String file : List.of("a", "a-b", "a0", "zz"))
        Files.writeString(folder.resolve(file), "");
      assertThat(git.stage()).isTrue();
      git(folder, "add", "a", "a-b", "a0", "zz");
      git(folder, "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-q", "-m", "mine");
      List<Draft> near = new ArrayList<>();
      for (String name : List.of("a0", "a", "a-b", "a.b", "ab", "zzz", "a", "aa", "a-"))
        near.add(
            new Draft(
                name,
                Map.of("A.java", name + near.size()),
                new PersonIdent("x", "x@x", Instant.EPOCH, ZoneOffset.UTC),
                name));
      git.commit(near.subList(0, 4));
      List<Draft> many = new ArrayList<>(near);
      many.addAll(near);
      git.commit(many);
    }
    assertThat(git(folder, "fsck", "--full", "--strict")).doesNotContain("error", "missing");
    assertThat(git(folder, "ls-tree", "--name-only", "HEAD").lines().toList())
        .containsSubsequence("a-", "a-b", "a.b", "a", "a0", "aa", "ab")
        .contains("zz", "zzz")
        .doesNotHaveDuplicates();
    assertThat(git(folder, "show", "HEAD:a/A.java")).isEqualTo("a6");
  }
}
