// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;

/**
 * The list of all folders, as git keeps it: for each its mode, a space, its name, a zero and the
 * digest of what is in it. There may be very many, so it stays the bytes it is.
 *
 * @param bytes all of it, sorted by name
 */
record FolderList(byte[] bytes) {

  static final FolderList EMPTY = new FolderList(new byte[0]);

  /**
   * The next list, and where it differs from the one before: both are alike before {@code begin},
   * and the last {@code same} bytes are.
   */
  record Next(FolderList list, int begin, int same) {}

  /** Where an entry lies; an empty place is where it would be put. */
  private record Place(int begin, int end) {
    boolean isEmpty() {
      return begin == end;
    }
  }

  /** What is in a folder of that name. */
  Optional<ObjectId> find(byte[] name) {
    Place place = place(name, true);
    return place.isEmpty()
        ? Optional.empty()
        : Optional.of(ObjectId.fromRaw(bytes, place.end - Constants.OBJECT_ID_LENGTH));
  }

  /** With that in a folder of that name, or without the folder; a file of that name makes way. */
  Next with(byte[] name, Optional<ObjectId> content) {
    Place file = place(name, false);
    FolderList without = file.isEmpty() ? this : replaced(file, new byte[0]);
    Place folder = without.place(name, true);
    TreeFormatter entry = new TreeFormatter();
    content.ifPresent(id -> entry.append(name, FileMode.TREE, id));
    return new Next(
        without.replaced(folder, entry.toByteArray()),
        file.isEmpty() ? folder.begin : file.begin, // files come before folders of their name
        without.bytes.length - folder.end);
  }

  private FolderList replaced(Place place, byte[] entry) {
    byte[] next = Arrays.copyOf(bytes, bytes.length - (place.end - place.begin) + entry.length);
    System.arraycopy(entry, 0, next, place.begin, entry.length);
    int rest = bytes.length - place.end;
    System.arraycopy(bytes, place.end, next, place.begin + entry.length, rest);
    return new FolderList(next);
  }

  /**
   * Of the folder, or of the file, of that name. Git sorts a folder as if it ended with a slash.
   */
  private Place place(byte[] name, boolean folder) {
    for (int at = 0, end; at < bytes.length; at = end) {
      int from = after(at, ' ');
      int to = after(from, 0) - 1;
      end = to + 1 + Constants.OBJECT_ID_LENGTH;
      boolean isFolder = bytes[at] == '4'; // 40000; a file is 100644 and the like
      int order = compare(from, to, isFolder, name, folder);
      if (order == 0 && isFolder == folder) return new Place(at, end);
      if (order > 0) return new Place(at, at);
    }
    return new Place(bytes.length, bytes.length);
  }

  private int after(int from, int wanted) {
    int at = from;
    while (bytes[at] != wanted) at++;
    return at + 1;
  }

  private int compare(int from, int to, boolean isFolder, byte[] name, boolean folder) {
    int common = Math.min(to - from, name.length);
    for (int i = 0; i < common; i++) {
      int order = Byte.compareUnsigned(bytes[from + i], name[i]);
      if (order != 0) return order;
    }
    int next = to - from > common ? bytes[from + common] & 0xff : isFolder ? '/' : 0;
    int other = name.length > common ? name[common] & 0xff : folder ? '/' : 0;
    return next - other;
  }
}
