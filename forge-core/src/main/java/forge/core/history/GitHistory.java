// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import forge.api.SkillName;
import forge.core.data.Json;
import forge.core.pack.Packer;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill.Version;
import forge.live.ForgeEvent.Kind;
import forge.make.Rejected;
import forge.make.SkillBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.lib.PersonIdent;
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

  private final SkillStore store;
  private final Path folder;
  private final ExecutorService commits =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "forge-history");
            thread.setDaemon(true);
            return thread;
          });
  private Git git;

  /** A history that opens its repository with the first commit. */
  @Activate
  public GitHistory(@Reference SkillStore store) {
    this.store = store;
    this.folder = store.data().resolve("skills");
  }

  @Deactivate
  void close() throws InterruptedException {
    commits.shutdown();
    if (!commits.awaitTermination(LAST_COMMITS_SECONDS, TimeUnit.SECONDS))
      LOG.warn("The last commits of the history were not made");
    if (git != null) git.close();
  }

  /** A skill has changed; its files are written at once, the commit follows. */
  public void changed(SkillName name, Kind kind, Version version, String author) {
    if (kind == Kind.RETIRED) {
      commits.execute(() -> commit(name, kind, version, author, true));
      return;
    }
    if (kind != Kind.REJECTED && kind != Kind.EXPIRED && kind != Kind.AWAITING_APPROVAL) {
      write(name, version);
      commits.execute(() -> commit(name, kind, version, author, false));
    } else if (kind == Kind.AWAITING_APPROVAL) {
      write(name, version);
    }
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

  private void commit(SkillName name, Kind kind, Version version, String author, boolean remove) {
    try {
      if (git == null) git = open();
      if (remove) git.rm().addFilepattern(name.value()).call();
      else git.add().addFilepattern(name.value()).call();
      if (git.status().addPath(name.value()).call().isClean()) return;
      PersonIdent who =
          new PersonIdent(author, author.replaceAll("[^A-Za-z0-9._-]", "_") + "@forge.local");
      git.commit()
          .setAuthor(who)
          .setCommitter(who)
          .setSign(false)
          .setNoVerify(true)
          .setOnly(name.value())
          .setMessage(
              name
                  + " "
                  + version.number()
                  + ": "
                  + kind.word().replace('_', ' ')
                  + "\n\nBundle: sha256:"
                  + version.sha256()
                  + "\nDoor: "
                  + version.door()
                  + "\n")
          .call();
    } catch (GitAPIException | JGitInternalException | IOException e) {
      LOG.error(
          "{} {} could not be committed to the history: {}", name, version.number(), e.toString());
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
