// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** A file in a skill's folder, or a person's folder there. */
record FolderEntry(String name, FileMode mode, ObjectId id) {

  /** A person's other files in a skill's folder are theirs. */
  static boolean isOurs(String name) {
    return name.endsWith(".java") || name.equals("spec.json");
  }

  boolean isOurs() {
    return isOurs(name);
  }

  /** All in a folder, of the bytes that git keeps it as. */
  static List<FolderEntry> all(byte[] tree) {
    List<FolderEntry> entries = new ArrayList<>();
    CanonicalTreeParser parser = new CanonicalTreeParser();
    for (parser.reset(tree); !parser.eof(); parser.next())
      entries.add(
          new FolderEntry(
              parser.getEntryPathString(), parser.getEntryFileMode(), parser.getEntryObjectId()));
    return entries;
  }

  /** The bytes that git keeps a folder as. */
  static byte[] tree(List<FolderEntry> entries) {
    TreeFormatter tree = new TreeFormatter();
    entries.stream()
        .sorted((one, other) -> Arrays.compareUnsigned(one.sortedAs(), other.sortedAs()))
        .forEach(entry -> tree.append(entry.name, entry.mode, entry.id));
    return tree.toByteArray();
  }

  /** Git sorts a folder as if its name ended with a slash. */
  private byte[] sortedAs() {
    return (mode == FileMode.TREE ? name + "/" : name).getBytes(StandardCharsets.UTF_8);
  }
}
