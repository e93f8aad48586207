// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** A repository's index, which follows its commits, so that {@code git status} is of use. */
final class GitIndex {

  private final Repository repository;
  private final Set<String> unstaged = new TreeSet<>();

  private GitIndex(Repository repository) {
    this.repository = repository;
  }

  /** With what is behind the newest commit: a crash can come between commits and the index. */
  static GitIndex behind(Repository repository) throws IOException {
    GitIndex index = new GitIndex(repository);
    ObjectId head = repository.resolve(Constants.HEAD + "^{tree}");
    if (head == null) return index;
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(head);
      walk.addTree(new DirCacheIterator(repository.readDirCache()));
      walk.setFilter(TreeFilter.ANY_DIFF);
      for (walk.setRecursive(true); walk.next(); ) {
        String path = walk.getPathString();
        int slash = path.indexOf('/');
        if (slash > 0 && FolderEntry.isOurs(path.substring(slash + 1)))
          index.committed(path.substring(0, slash));
      }
    }
    return index;
  }

  /** That folder was committed. */
  void committed(String folder) {
    unstaged.add(folder);
  }

  /**
   * Brings the index of the folders that were committed to what was committed.
   *
   * @return whether all of it is; it is not while somebody else holds the index
   */
  boolean stage() throws IOException {
    if (unstaged.isEmpty()) return true;
    DirCache index;
    try {
      index = repository.lockDirCache();
    } catch (LockFailedException somebodyElse) {
      return false;
    }
    try {
      DirCacheBuilder builder = index.builder();
      for (int i = 0; i < index.getEntryCount(); i++)
        if (!isUnstaged(index.getEntry(i).getPathString())) builder.add(index.getEntry(i));
      for (String folder : unstaged) add(builder, folder);
      if (builder.commit()) unstaged.clear();
      return unstaged.isEmpty();
    } finally {
      index.unlock();
    }
  }

  private boolean isUnstaged(String path) {
    int slash = path.indexOf('/');
    return slash > 0
        && path.indexOf('/', slash + 1) < 0
        && unstaged.contains(path.substring(0, slash))
        && FolderEntry.isOurs(path.substring(slash + 1));
  }

  private void add(DirCacheBuilder builder, String folder) throws IOException {
    ObjectId head = repository.resolve(Constants.HEAD + "^{tree}");
    try (ObjectReader in = repository.newObjectReader();
        TreeWalk walk = TreeWalk.forPath(in, folder, head)) {
      if (walk == null) return;
      byte[] tree = in.open(walk.getObjectId(0), Constants.OBJ_TREE).getCachedBytes();
      for (FolderEntry entry : FolderEntry.all(tree))
        if (entry.isOurs()) {
          DirCacheEntry staged = new DirCacheEntry(folder + "/" + entry.name());
          staged.setFileMode(entry.mode());
          staged.setObjectId(entry.id());
          builder.add(staged);
        }
    }
  }
}
