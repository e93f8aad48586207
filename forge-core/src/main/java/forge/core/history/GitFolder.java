// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A git repository of which each commit replaces the files of one folder, given as texts.
 *
 * <p>A commit is made from what it is given and not from the files on disk, which may be newer by
 * then. The index follows when it is told to, so that {@code git status} tells what differs on
 * disk; while somebody else holds it, it follows later.
 *
 * <p>Each commit writes the list of all folders anew, so that loose ones add up; packed, they are
 * differences of some bytes.
 */
final class GitFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GitFolder.class);
  private static final String BRANCH = "main";
  private static final List<String> LOCKS =
      List.of(
          "index.lock",
          "HEAD.lock",
          "config.lock",
          "packed-refs.lock",
          "refs/heads/" + BRANCH + ".lock");

  /** Bytes of loose lists before they are packed, and no fewer commits than these. */
  private static final long LOOSE = 128L << 20;

  private static final int FEW_COMMITS = 500;

  /** So many commits at once go to one file. */
  private static final int MANY = 10;

  /** So many of those are made one; whoever reads looks into each. */
  private static final int MANY_PACKS = 50;

  /** The newest one is read again and again, the others hardly ever. */
  private static final int OPEN_PACKS = 4;

  private final Repository repository;
  private final GitIndex index;
  private long loose;
  private int commits;
  private int packs;

  static {
    // The JDK's own is many times faster than the one that looks for forged collisions, which
    // nobody gains by here: what is committed is what the forge has accepted.
    System.setProperty("org.eclipse.jgit.util.sha1.implementation", "jdkNative");
    WindowCacheConfig packs = new WindowCacheConfig();
    packs.setPackedGitOpenFiles(OPEN_PACKS);
    packs.install();
  }

  private GitFolder(Repository repository, GitIndex index) {
    this.repository = repository;
    this.index = index;
  }

  /** Opens the repository of a folder, or makes it; whoever held a lock in it has crashed. */
  static GitFolder open(Path folder) throws IOException {
    FS.FileStoreAttributes.setBackground(true);
    Path git = Files.createDirectories(folder).resolve(Constants.DOT_GIT);
    for (String lock : LOCKS) Files.deleteIfExists(git.resolve(lock));
    Repository repository = at(git);
    // The configuration is what is written last when a repository is made.
    if (!new File(git.toFile(), Constants.CONFIG).exists()) repository.create();
    // For this process only: digests of folders do not get shorter, and with 10,000 folders trying
    // takes most of a commit.
    repository.getConfig().setInt("core", null, "compression", 0);
    return new GitFolder(repository, GitIndex.behind(repository));
  }

  private static Repository at(Path git) throws IOException {
    try {
      return new FileRepositoryBuilder()
          .setGitDir(git.toFile())
          .setWorkTree(git.getParent().toFile())
          .setInitialBranch(BRANCH)
          .build();
    } catch (InvalidRefNameException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The newest commits, the newest first. */
  List<RevCommit> newest(int count) throws IOException {
    List<RevCommit> commits = new ArrayList<>();
    ObjectId head = repository.resolve(Constants.HEAD);
    if (head == null) return commits;
    try (RevWalk walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(head));
      for (RevCommit commit : walk) if (commits.add(commit) && commits.size() == count) break;
    }
    return commits;
  }

  /**
   * What is to be committed.
   *
   * @param folder the name of the folder
   * @param files its files, by name, which take the place of those that the forge wrote before
   */
  record Draft(String folder, Map<String, String> files, PersonIdent who, String message) {

    byte[] name() {
      return folder.getBytes(StandardCharsets.UTF_8);
    }

    byte[] commit(ObjectId root, ObjectId parent) throws IOException {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(root);
      if (parent != null) commit.setParentId(parent);
      commit.setAuthor(who);
      commit.setCommitter(who);
      commit.setMessage(message);
      return commit.build();
    }
  }

  /** Where the objects of commits go. */
  interface Objects {

    ObjectId add(int type, byte[] bytes) throws IOException;

    /** The next list of all folders, and the one before. */
    ObjectId addList(FolderList before, FolderList.Next next) throws IOException;

    /** A tree that was added, or was there before. */
    byte[] tree(ObjectId id) throws IOException;

    void flush() throws IOException;
  }

  /**
   * Commits, each by itself. Few go to files of their own, many to one file together, where each
   * list of folders but the last is what it differs by.
   *
   * @throws IOException when none is committed
   */
  void commit(List<Draft> drafts) throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD);
    ObjectId commit = head;
    try (ObjectInserter out = repository.newObjectInserter();
        ObjectReader in = out.newReader()) {
      boolean many = drafts.size() >= MANY;
      Objects objects = many ? new GroupPack(in, out) : new Loose(in, out);
      FolderList list =
          head == null
              ? FolderList.EMPTY
              : new FolderList(objects.tree(new RevWalk(in).parseCommit(head).getTree()));
      for (Draft draft : drafts) {
        FolderList.Next next = list.with(draft.name(), folder(objects, list, draft));
        ObjectId root = objects.addList(list, next);
        commit = objects.add(Constants.OBJ_COMMIT, draft.commit(root, commit));
        list = next.list();
        if (!many) loose += list.bytes().length;
      }
      objects.flush();
      packs += many ? 1 : 0;
    }
    move(head, commit, drafts.get(drafts.size() - 1).message());
    drafts.forEach(draft -> index.committed(draft.folder()));
    commits += drafts.size();
  }

  private record Loose(ObjectReader in, ObjectInserter out) implements Objects {

    @Override
    public ObjectId add(int type, byte[] bytes) throws IOException {
      return out.insert(type, bytes);
    }

    @Override
    public ObjectId addList(FolderList before, FolderList.Next next) throws IOException {
      return add(Constants.OBJ_TREE, next.list().bytes());
    }

    @Override
    public byte[] tree(ObjectId id) throws IOException {
      return in.open(id, Constants.OBJ_TREE).getCachedBytes();
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }

  private void move(ObjectId from, ObjectId to, String message) throws IOException {
    RefUpdate update = repository.updateRef(Constants.HEAD);
    update.setExpectedOldObjectId(from == null ? ObjectId.zeroId() : from);
    update.setNewObjectId(to);
    update.setRefLogMessage("commit: " + message.lines().findFirst().orElse(""), false);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD)
      throw new IOException("the branch could not be moved: " + result);
  }

  /** The folder with its files; empty when none is left in it. */
  private static Optional<ObjectId> folder(Objects objects, FolderList list, Draft draft)
      throws IOException {
    Optional<ObjectId> before = list.find(draft.name());
    List<FolderEntry> inside = new ArrayList<>();
    if (before.isPresent()) inside.addAll(FolderEntry.all(objects.tree(before.get())));
    inside.removeIf(FolderEntry::isOurs);
    for (Map.Entry<String, String> file : draft.files().entrySet()) {
      byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
      ObjectId id = objects.add(Constants.OBJ_BLOB, text);
      inside.add(new FolderEntry(file.getKey(), FileMode.REGULAR_FILE, id));
    }
    if (inside.isEmpty()) return Optional.empty();
    return Optional.of(objects.add(Constants.OBJ_TREE, FolderEntry.tree(inside)));
  }

  /**
   * Brings the index of the folders that were committed to what was committed.
   *
   * @return whether all of it is; it is not while somebody else holds the index
   */
  boolean stage() throws IOException {
    return index.stage();
  }

  /**
   * Packs what is loose when that is much, by git itself where there is one: its packs are a
   * hundredth of JGit's here, and take a tenth of the time.
   */
  void tidy() throws IOException {
    boolean manyLoose = loose >= LOOSE && commits >= FEW_COMMITS;
    if (!manyLoose && packs < MANY_PACKS) return;
    loose = 0;
    commits = 0;
    packs = 0;
    String folder = repository.getDirectory().toString();
    try {
      new ProcessBuilder("git", "--git-dir", folder, "repack", "-d", "-l", "-q", "--geometric=2")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException noGitHere) {
      LOG.info("There is no git here to pack the history with; it takes more room than it need");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
