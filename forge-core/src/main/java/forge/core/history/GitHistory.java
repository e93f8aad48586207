// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import forge.api.SkillName;
import forge.core.audit.AuditLog;
import forge.core.data.Json;
import forge.core.pack.Packer;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.store.StoredSkill.Version;
import forge.live.ForgeEvent;
import forge.live.ForgeEvent.Kind;
import forge.make.Rejected;
import forge.make.SkillBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.CommitCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.FS;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code skills} as a git repository: a commit for each accepted change, by who made it.
 *
 * <p>Commits follow the answer by moments, in order, on one thread. The truth is in the store; this
 * is for people to read, compare and clone.
 */
@Component(service = GitHistory.class)
public final class GitHistory {

  private static final Logger LOG = LoggerFactory.getLogger(GitHistory.class);
  private static final long LAST_COMMITS_SECONDS = 10;

  private static final String EVENT = "Forge-Event";

  /** Commits that are looked at for the last event; somebody may have made some by hand. */
  private static final int NEWEST = 1_000;

  /** A crash can leave the files behind by one change, or by few. */
  private static final int FEW = 8;

  /** What is an accepted change of the files. */
  private static final Set<Kind> COMMITTED =
      EnumSet.of(Kind.ACTIVATED, Kind.PENDING, Kind.ROLLED_BACK, Kind.RETIRED);

  private final SkillStore store;
  private final AuditLog audit;
  private final Path folder;
  private final ExecutorService commits =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "forge-history");
            thread.setDaemon(true);
            return thread;
          });
  private Git git;

  /** A history that first catches up with what a crash kept it from. */
  @Activate
  public GitHistory(@Reference SkillStore store, @Reference AuditLog audit) {
    this.store = store;
    this.audit = audit;
    this.folder = store.data().resolve("skills");
    commits.execute(this::catchUp);
  }

  @Deactivate
  void close() throws InterruptedException {
    commits.shutdown();
    if (!commits.awaitTermination(LAST_COMMITS_SECONDS, TimeUnit.SECONDS))
      LOG.warn("The last commits of the history were not made; the next start makes them");
    if (git != null) git.close();
  }

  /**
   * A skill has changed; its files are written at once, the commit follows.
   *
   * @param event the number of the change in the audit trail
   */
  public void changed(SkillName name, Kind kind, Version version, String author, long event) {
    if (COMMITTED.contains(kind) && kind != Kind.RETIRED || kind == Kind.AWAITING_APPROVAL)
      write(name, version);
    if (COMMITTED.contains(kind))
      commits.execute(
          () -> commit(new Change(name, kind, version.number(), version.sha256(), author, event)));
  }

  /**
   * Brings the files of a skill up to date after a crash that came between the change and its
   * files. What is on disk is left alone when no version ever was like that: somebody has edited
   * it.
   */
  public void refresh(SkillName name) {
    Optional<Version> newest = store.find(name).flatMap(StoredSkill::newest);
    if (newest.isEmpty()) return;
    try {
      String accepted = Packer.source(store.bundle(name, newest.get()));
      String onDisk = store.readSource(newest.get().file()).orElse("");
      if (onDisk.equals(accepted)) return;
      if (onDisk.isEmpty() || isOfSomeVersion(name, onDisk)) write(name, newest.get());
    } catch (Rejected e) {
      LOG.warn("The source of {} could not be compared: {}", name, e.getMessage());
    }
  }

  private boolean isOfSomeVersion(SkillName name, String source) {
    List<Version> versions = store.allVersions(name);
    return versions.subList(Math.max(0, versions.size() - FEW), versions.size()).stream()
        .anyMatch(version -> Packer.source(store.bundle(name, version)).equals(source));
  }

  private void write(SkillName name, Version version) {
    try {
      SkillBundle bundle = store.bundle(name, version);
      store.writeSource(version.file(), Packer.source(bundle));
      store.writeSource("skills/" + name + "/spec.json", Json.pretty(Packer.spec(bundle)));
    } catch (Rejected e) {
      LOG.warn("The source of {} could not be written: {}", name, e.getMessage());
    }
  }

  /** Each commit names its event, so those after the last one named are still to be made. */
  private void catchUp() {
    if (!Files.isDirectory(folder.resolve(".git"))) return;
    try {
      git = open();
      long last = lastEvent();
      for (ForgeEvent event : audit.read(last, Integer.MAX_VALUE))
        if (COMMITTED.contains(event.kind())) {
          SkillName name = new SkillName(event.skill());
          commit(
              new Change(
                  name, event.kind(), event.version(), event.sha256(), event.who(), event.seq()));
        }
    } catch (GitAPIException | JGitInternalException | IOException e) {
      LOG.error("The history could not be brought up to date: {}", e.toString());
    }
  }

  private long lastEvent() throws GitAPIException, IOException {
    if (git.getRepository().resolve("HEAD") == null) return 0;
    for (RevCommit commit : git.log().setMaxCount(NEWEST).call()) {
      List<String> events = commit.getFooterLines(EVENT);
      if (!events.isEmpty()) return Long.parseLong(events.get(0));
    }
    return audit.lastSeq();
  }

  private record Change(
      SkillName name, Kind kind, String version, String sha256, String author, long event) {

    String message() {
      return "%s %s: %s\n\nBundle: sha256:%s\n%s: %d\n"
          .formatted(name, version, kind.word().replace('_', ' '), sha256, EVENT, event);
    }

    PersonIdent who() {
      return new PersonIdent(author, author.replaceAll("[^A-Za-z0-9._-]", "_") + "@forge.local");
    }
  }

  private void commit(Change change) {
    try {
      if (git == null) git = open();
      String path = change.name().value();
      if (change.kind() == Kind.RETIRED) git.rm().addFilepattern(path).call();
      else git.add().addFilepattern(path).call();
      CommitCommand commit = git.commit().setAuthor(change.who()).setCommitter(change.who());
      commit.setSign(false).setNoVerify(true).setMessage(change.message());
      // The same source again is an accepted change, too. What somebody else staged stays staged.
      if (git.status().addPath(path).call().isClean()) commit.setAllowEmpty(true);
      else commit.setOnly(path);
      commit.call();
    } catch (GitAPIException | JGitInternalException | IOException e) {
      LOG.error(
          "{} {} could not be committed to the history: {}",
          change.name(),
          change.version(),
          e.toString());
    }
  }

  private Git open() throws GitAPIException, IOException {
    FS.FileStoreAttributes.setBackground(true);
    Files.createDirectories(folder);
    return Files.isDirectory(folder.resolve(".git"))
        ? Git.open(folder.toFile())
        : Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
  }
}
