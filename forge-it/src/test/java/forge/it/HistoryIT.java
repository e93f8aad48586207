// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Source and spec of every skill lie in a git repository, with a commit for each change. */
@Tag("same-on-every-jdk")
class HistoryIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  @TempDir Path folder;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static Git git() {
    return new Git(FORGE.data().resolve("skills"));
  }

  /** The subjects of a skill's commits, oldest first, when there are so many. */
  private static List<String> commits(String skill, int count) {
    await().untilAsserted(() -> assertThat(subjects(skill)).hasSizeGreaterThanOrEqualTo(count));
    return subjects(skill);
  }

  private static List<String> subjects(String skill) {
    List<String> subjects = new ArrayList<>();
    if (Files.isDirectory(FORGE.data().resolve("skills/.git")))
      for (String subject : git().log("%s"))
        if (subject.startsWith(skill + " ")) subjects.add(subject);
    Collections.reverse(subjects);
    return subjects;
  }

  @Test
  void eachAcceptedChangeIsACommitByWhoMadeIt() {
    Caller ada = http().as("Ada Lovelace");
    Caller grace = http().as("grace <hopper>");
    String first = (String) ada.createBody("changed", "return 1;").ok().field("sha256");
    grace.createBody("changed", "return 2;").ok();
    assertThat(ada.createBody("changed", "return x;").status()).isEqualTo(422);
    ada.rollback("changed", "1.0.0").ok();
    grace.retire("changed").ok();
    ada.createBody("changed", "return 3;").ok();

    assertThat(commits("changed", 5))
        .containsExactly(
            "changed 1.0.0: activated",
            "changed 1.0.1: activated",
            "changed 1.0.0: rolled back",
            "changed 1.0.0: retired",
            "changed 1.0.2: activated");
    List<String> authors = git().log("%an", "changed");
    assertThat(authors).as("each commit changes the skill's files").hasSize(5);
    assertThat(authors.get(4)).isEqualTo("Ada Lovelace");
    assertThat(authors.get(3)).startsWith("grace");
    assertThat(authors.get(2)).isEqualTo("Ada Lovelace");
    assertThat(FORGE.data().resolve("skills/changed/Changed.java")).content().contains("return 3;");
    assertThat(git().run("log", "--format=%b", "--", "changed")).contains("sha256:" + first);
  }

  @Test
  void theFilesAreSourceAndSpecAsTheyWereWithEachVersion() {
    int versions = 8;
    for (int i = 0; i < versions; i++)
      http().createBody("each", "return " + i + ";", param("n", "integer", false)).ok();
    commits("each", versions);
    List<String> ids = new ArrayList<>(git().log("%H", "each"));
    Collections.reverse(ids);
    for (int i = 0; i < versions; i++) {
      String spec = git().run("show", ids.get(i) + ":each/spec.json");
      assertThat(spec).contains("\"return " + i + ";\"").contains("\n");
      assertThat(git().run("show", ids.get(i) + ":each/Each.java")).contains("return " + i + ";");
    }
    assertThat(git().run("show", "HEAD:each/Each.java"))
        .isEqualTo(http().get("/api/v1/skills/each/source").text());
    assertThat(git().run("diff", ids.get(0), ids.get(1), "--", "each"))
        .contains("-return 0;\n+return 1;\n");
    await().until(() -> git().run("status", "--porcelain", "--", "each").isEmpty());
  }

  @Test
  void aCloneIsWholeAndARetiredSkillIsGoneFromItAndNotFromItsHistory() {
    http().createBody("cloned", "return 1;").ok();
    http().createBody("left_out", "return 1;").ok();
    http().retire("left_out").ok();
    commits("cloned", 1);
    commits("left_out", 2);
    new Git(folder).run("clone", "-q", git().folder().toString(), "copy");
    Git copy = new Git(folder.resolve("copy"));
    assertThat(copy.folder().resolve("cloned/Cloned.java")).isRegularFile();
    assertThat(copy.folder().resolve("cloned/spec.json")).isRegularFile();
    assertThat(copy.folder().resolve("left_out")).doesNotExist();
    assertThat(copy.run("log", "-p", "--", "left_out"))
        .contains("+return 1;")
        .contains("-return 1;");
    copy.run("fsck", "--strict");
  }

  @Test
  void anEditIsCommittedWhenItIsTriggeredAndByWhoTriggeredIt() throws Exception {
    http().as("ada").createBody("edited", "return 1;").ok();
    Path file = FORGE.data().resolve("skills/edited/Edited.java");
    Files.writeString(file, Files.readString(file).replace("return 1;", "return 10;"));
    http().as("grace").trigger("edited").ok();
    assertThat(commits("edited", 2).get(1)).isEqualTo("edited 1.0.1: activated");
    assertThat(git().log("%an", "edited")).containsExactly("grace", "ada");
    assertThat(git().run("show", "HEAD", "--", "edited")).contains("+return 10;");
  }

  /** Whoever holds the branch's lock keeps the commits from being made, and nothing else. */
  @Test
  void aCreateIsDurableBeforeItsCommitAndTheCommitIsMadeUpFor() throws Exception {
    http().createBody("before", "return 1;").ok();
    commits("before", 1);
    Path lock = FORGE.data().resolve("skills/.git/refs/heads/main.lock");
    Files.createFile(lock);
    http().createBody("durable", "return 2;").ok();
    http().createBody("short_lived", "return 3;").ok();
    http().retire("short_lived").ok();
    assertThat(http().call("durable").value()).isEqualTo(2L);
    assertThat(subjects("durable")).isEmpty();
    Files.delete(lock);
    assertThat(commits("durable", 1)).containsExactly("durable 1.0.0: activated");
    assertThat(commits("short_lived", 2))
        .containsExactly("short_lived 1.0.0: activated", "short_lived 1.0.0: retired");

    Files.createFile(lock);
    http().createBody("durable", "return 5;").ok();
    FORGE.restart();
    await().until(() -> Files.notExists(lock)); // its holder has crashed
    assertThat(http().call("durable").value()).isEqualTo(5L);
    assertThat(commits("durable", 2))
        .containsExactly("durable 1.0.0: activated", "durable 1.0.1: activated");
  }

  @Test
  void whatACrashKeptFromBeingCommittedComesBeforeTheNextChange() throws Exception {
    http().createBody("in_order", "return 1;").ok();
    commits("in_order", 1);
    Path lock = Files.createFile(FORGE.data().resolve("skills/.git/refs/heads/main.lock"));
    http().createBody("in_order", "return 2;").ok();
    FORGE.restart(() -> assertThat(lock.toFile().delete()).isTrue());
    http().createBody("in_order", "return 3;").ok();
    assertThat(commits("in_order", 3))
        .containsExactly(
            "in_order 1.0.0: activated", "in_order 1.0.1: activated", "in_order 1.0.2: activated");
    assertThat(git().run("show", "HEAD:in_order/InOrder.java")).contains("return 3;");
  }

  @Test
  void aPersonAtWorkKeepsNoCommitFromBeingMade() throws Exception {
    http().createBody("busy", "return 1;").ok();
    commits("busy", 1);
    Path lock = FORGE.data().resolve("skills/.git/index.lock");
    // Ours is there while we stage: as a person does, try again.
    await()
        .ignoreException(FileAlreadyExistsException.class)
        .until(() -> Files.createFile(lock) != null);
    http().createBody("busy", "return 2;").ok();
    assertThat(commits("busy", 2)).hasSize(2);
    Files.delete(lock);
    await().until(() -> git().run("status", "--porcelain", "--", "busy").isEmpty());
  }

  @Test
  void anIndexThatCannotBeReadForAWhileIsWrittenAfterwards() throws Exception {
    http().createBody("unread", "return 1;").ok();
    commits("unread", 1);
    await().until(() -> git().run("status", "--porcelain", "--", "unread").isEmpty());
    Path index = FORGE.data().resolve("skills/.git/index");
    Path aside = index.resolveSibling("index.aside");
    try (WatchService watch = index.getFileSystem().newWatchService()) {
      index.getParent().register(watch, ENTRY_DELETE);
      Files.move(index, aside);
      Files.createDirectory(index);
      http().createBody("unread", "return 2;").ok();
      awaitDeleted(watch, "index.lock");
    } finally {
      Files.delete(index);
      Files.move(aside, index);
    }
    await().until(() -> git().run("status", "--porcelain", "--", "unread").isEmpty());
    assertThat(commits("unread", 2)).hasSize(2);
  }

  /** It was tried, and given up. */
  private static void awaitDeleted(WatchService watch, String name) throws Exception {
    while (true) {
      WatchKey key = watch.poll(30, SECONDS);
      assertThat(key).as(name).isNotNull();
      if (key.pollEvents().stream().anyMatch(event -> event.context().toString().equals(name)))
        return;
      key.reset();
    }
  }

  /** As if the gateway had died between keeping a version and writing its files. */
  @Test
  void aFileThatACrashLeftBehindIsNoEditHoweverOldItsVersion() throws Exception {
    http().createBody("left", "return 1;").ok();
    Path file = FORGE.data().resolve("skills/left/Left.java");
    String oldest = Files.readString(file);
    for (int i = 2; i <= 14; i++) http().createBody("left", "return " + i + ";").ok();
    http().post("/api/v1/skills/left/rollback", object("version", "1.0.0")).ok();
    http().createBody("left", "return 15;").ok();
    FORGE.restart(() -> Folders.write(file, oldest));
    assertThat(file).content().contains("return 15;");
    http().trigger("left").ok();
    assertThat(http().call("left").value()).isEqualTo(15L);
  }

  @Test
  void aRepositoryThatIsGoneIsMadeAgainFromTheTrail() throws Exception {
    http().createBody("remade", "return 1;").ok();
    http().as("ada").createBody("remade", "return 2;").ok();
    commits("remade", 2);
    FORGE.restart(() -> Folders.delete(FORGE.data().resolve("skills/.git")));
    assertThat(commits("remade", 2))
        .containsExactly("remade 1.0.0: activated", "remade 1.0.1: activated");
    assertThat(git().log("%an", "remade")).containsExactly("ada", "anonymous");
    assertThat(git().run("show", "HEAD:remade/Remade.java")).contains("return 2;");
  }

  @Test
  void whatAPersonCommitsOrStagesThereIsLeftAlone() throws Exception {
    http().createBody("shared", "return 1;").ok();
    commits("shared", 1);
    await().until(() -> git().run("status", "--porcelain", "--", "shared").isEmpty());
    Path notes = FORGE.data().resolve("skills/NOTES.md");
    Files.writeString(notes, "mine");
    git().run("add", "NOTES.md");
    http().createBody("shared", "return 2;").ok();
    commits("shared", 2);
    await().until(() -> git().run("status", "--porcelain").equals("A  NOTES.md\n"));
    git().run("-c", "user.name=me", "-c", "user.email=me@example.org", "commit", "-qm", "notes");
    FORGE.restart();
    http().createBody("shared", "return 3;").ok();
    assertThat(commits("shared", 3)).hasSize(3);
    assertThat(git().log("%s")).contains("notes");
    assertThat(git().run("show", "HEAD:NOTES.md")).isEqualTo("mine");
  }

  /** Each round moves the branch once; git writes down when it moves. */
  @Test
  void changesThatGoOnAreCommittedTogetherOnceASecond() {
    http().createBody("burst", "return 0;").ok();
    commits("burst", 1);
    int before = git().run("reflog", "main").lines().toList().size();
    int changes = 40;
    long begun = System.nanoTime();
    for (int i = 1; i < changes; i++) http().createBody("burst", "return " + i + ";").ok();
    assertThat(commits("burst", changes)).hasSize(changes);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    int moves = git().run("reflog", "main").lines().toList().size() - before;
    assertThat(moves).isBetween(1, (int) seconds + 2);
  }

  /**
   * Commits come some moments after their changes; a stop does not leave them to the next start.
   */
  @Test
  void aStopMakesTheCommitsThatAreStillDue() throws Exception {
    int changes = 10;
    try (ForgeProcess forge = ForgeProcess.start(folder)) {
      Caller http = new Caller(forge.client());
      Git git = new Git(folder.resolve("skills"));
      http.createBody("due", "return 0;").ok();
      await().until(() -> Files.exists(git.folder().resolve(".git/refs/heads/main")));
      // The next round is a second later.
      for (int i = 1; i < changes; i++) http.createBody("due", "return " + i + ";").ok();
      assertThat(forge.stop()).isZero();
      assertThat(git.log("%s", "due")).hasSize(changes);
    }
  }
}
