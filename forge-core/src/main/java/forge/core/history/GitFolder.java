// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;

/**
 * A git repository of which each commit replaces the files of one folder, given as texts.
 *
 * <p>A commit is made from what it is given and not from the files on disk, which may be newer by
 * then. The index follows it, so that {@code git status} tells what differs on disk; while somebody
 * else holds the index, it follows later.
 */
final class GitFolder implements AutoCloseable {

  private static final String BRANCH = "main";
  private static final List<String> LOCKS =
      List.of(
          "index.lock",
          "HEAD.lock",
          "config.lock",
          "packed-refs.lock",
          "refs/heads/" + BRANCH + ".lock");

  private final Repository repository;
  private final Set<String> unstaged = new TreeSet<>();

  private record Entry(String name, FileMode mode, ObjectId id) {

    /** Git sorts a folder as if its name ended with a slash. */
    byte[] sortedAs() {
      return (mode == FileMode.TREE ? name + "/" : name).getBytes(StandardCharsets.UTF_8);
    }

    boolean isOurs() {
      return GitFolder.isOurs(name);
    }
  }

  /** A person's other files in a skill's folder are theirs. */
  static boolean isOurs(String name) {
    return name.endsWith(".java") || name.equals("spec.json");
  }

  private GitFolder(Repository repository) {
    this.repository = repository;
  }

  /** Opens the repository of a folder, or makes it; whoever held a lock in it has crashed. */
  static GitFolder open(Path folder) throws IOException {
    FS.FileStoreAttributes.setBackground(true);
    Path git = Files.createDirectories(folder).resolve(Constants.DOT_GIT);
    for (String lock : LOCKS) Files.deleteIfExists(git.resolve(lock));
    Repository repository = at(git);
    // The configuration is what is written last when a repository is made.
    if (!new File(git.toFile(), Constants.CONFIG).exists()) repository.create();
    return new GitFolder(repository);
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
   * Commits.
   *
   * @param folder the name of the folder
   * @param files its files, by name, which take the place of those that the forge wrote before
   * @throws IOException when it is not committed
   */
  void commit(String folder, Map<String, String> files, PersonIdent who, String message)
      throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD);
    ObjectId commit;
    try (ObjectInserter out = repository.newObjectInserter();
        ObjectReader in = out.newReader()) {
      ObjectId root = head == null ? null : new RevWalk(in).parseCommit(head).getTree().getId();
      CommitBuilder builder = new CommitBuilder();
      builder.setTreeId(root(in, out, root, folder, files));
      if (head != null) builder.setParentId(head);
      builder.setAuthor(who);
      builder.setCommitter(who);
      builder.setMessage(message);
      commit = out.insert(builder);
      out.flush();
    }
    move(head, commit, message);
    unstaged.add(folder);
    stage();
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

  private static ObjectId root(
      ObjectReader in, ObjectInserter out, ObjectId root, String folder, Map<String, String> files)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<Entry> inside = new ArrayList<>();
    for (Entry entry : entries(in, root)) {
      if (!entry.name().equals(folder)) entries.add(entry);
      else if (entry.mode() == FileMode.TREE) inside.addAll(entries(in, entry.id()));
    }
    inside.removeIf(Entry::isOurs);
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] text = file.getValue().getBytes(StandardCharsets.UTF_8);
      inside.add(
          new Entry(file.getKey(), FileMode.REGULAR_FILE, out.insert(Constants.OBJ_BLOB, text)));
    }
    if (!inside.isEmpty()) entries.add(new Entry(folder, FileMode.TREE, tree(out, inside)));
    return tree(out, entries);
  }

  private static List<Entry> entries(ObjectReader in, ObjectId tree) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (tree == null) return entries;
    CanonicalTreeParser parser = new CanonicalTreeParser(null, in, tree);
    for (; !parser.eof(); parser.next())
      entries.add(
          new Entry(
              parser.getEntryPathString(), parser.getEntryFileMode(), parser.getEntryObjectId()));
    return entries;
  }

  private static ObjectId tree(ObjectInserter out, List<Entry> entries) throws IOException {
    entries.sort((one, other) -> Arrays.compareUnsigned(one.sortedAs(), other.sortedAs()));
    TreeFormatter tree = new TreeFormatter();
    for (Entry entry : entries) tree.append(entry.name(), entry.mode(), entry.id());
    return out.insert(tree);
  }

  /** Brings the index of the folders that were committed to what was committed. */
  private void stage() throws IOException {
    DirCache index;
    try {
      index = repository.lockDirCache();
    } catch (LockFailedException somebodyElse) {
      return;
    }
    try {
      DirCacheBuilder builder = index.builder();
      for (int i = 0; i < index.getEntryCount(); i++)
        if (!isUnstaged(index.getEntry(i).getPathString())) builder.add(index.getEntry(i));
      for (String folder : unstaged) add(builder, folder);
      if (builder.commit()) unstaged.clear();
    } finally {
      index.unlock();
    }
  }

  private boolean isUnstaged(String path) {
    int slash = path.indexOf('/');
    return slash > 0
        && path.indexOf('/', slash + 1) < 0
        && unstaged.contains(path.substring(0, slash))
        && isOurs(path.substring(slash + 1));
  }

  private void add(DirCacheBuilder builder, String folder) throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD + "^{tree}");
    try (ObjectReader in = repository.newObjectReader();
        TreeWalk walk = TreeWalk.forPath(in, folder, head)) {
      if (walk == null) return;
      for (Entry entry : entries(in, walk.getObjectId(0)))
        if (entry.isOurs()) {
          DirCacheEntry staged = new DirCacheEntry(folder + "/" + entry.name());
          staged.setFileMode(entry.mode());
          staged.setObjectId(entry.id());
          builder.add(staged);
        }
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
