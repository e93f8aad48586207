// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came from which file, in a file of its own: a line for each change, the last one of a file
 * counts. So a start knows what was added, changed and deleted while nobody watched.
 *
 * <p>Lines are not forced to the disk: after a loss of power a file may be taken once more, which
 * gives a version too many and loses nothing.
 */
final class Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private final Path path;
  private final Map<String, Entry> entries = new TreeMap<>();

  /**
   * What was taken from one file.
   *
   * @param file its path below the drop folder, with slashes
   * @param digest SHA-256 of its content
   * @param skill the skill that it gave
   * @param bundles digests of the bundles that it gave, the newest last
   * @param owner whether it is the file that the skill came from last
   * @param gone whether it was deleted; the others are then empty
   */
  record Entry(
      String file, String digest, String skill, List<String> bundles, boolean owner, boolean gone) {

    private static Entry gone(String file) {
      return new Entry(file, "", "", List.of(), false, true);
    }

    private Entry disowned() {
      return new Entry(file, digest, skill, bundles, false, false);
    }

    private boolean isWhole() {
      return file != null && digest != null && skill != null && bundles != null;
    }
  }

  /** Made with the first line: to make it takes a start without an archive of classes 20 ms. */
  private static final class Lines {
    static final Gson GSON = new Gson();
  }

  /** Reads it; a line that a crash cut short does not count. */
  Ledger(Path path) throws IOException {
    this.path = path;
    if (Files.exists(path))
      for (String line : Files.readString(path, StandardCharsets.UTF_8).split("\n")) read(line);
    compact();
  }

  private void read(String line) {
    try {
      Entry entry = Lines.GSON.fromJson(line, Entry.class);
      if (entry == null || !entry.isWhole()) return;
      if (entry.gone()) entries.remove(entry.file());
      else entries.put(entry.file(), entry);
    } catch (JsonParseException e) {
      LOG.warn("A line of {} is damaged and is not read", path.getFileName());
    }
  }

  private void compact() throws IOException {
    StringBuilder lines = new StringBuilder();
    entries.values().forEach(entry -> lines.append(Lines.GSON.toJson(entry)).append('\n'));
    Files.createDirectories(path.getParent());
    Path part = path.resolveSibling(path.getFileName() + ".part");
    Files.writeString(part, lines);
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  synchronized Optional<Entry> find(String file) {
    return Optional.ofNullable(entries.get(file));
  }

  synchronized Set<String> files() {
    return new LinkedHashSet<>(entries.keySet());
  }

  /**
   * A file gave a skill. Whichever file gave it before gives it no more, so it may be deleted.
   *
   * @param bundle digest of what is or waits to be in service
   */
  synchronized void took(String file, String digest, String skill, String bundle) {
    Set<String> bundles = new LinkedHashSet<>();
    for (Entry other : new ArrayList<>(entries.values()))
      if (other.skill().equals(skill)) {
        bundles.addAll(other.bundles());
        if (other.owner() && !other.file().equals(file)) put(other.disowned());
      }
    bundles.remove(bundle);
    bundles.add(bundle);
    put(new Entry(file, digest, skill, List.copyOf(bundles), true, false));
  }

  /** The file that a skill came from last. */
  synchronized Optional<String> owner(String skill) {
    return entries.values().stream()
        .filter(entry -> entry.owner() && entry.skill().equals(skill))
        .map(Entry::file)
        .findFirst();
  }

  /** The file is gone. */
  synchronized void gone(String file) {
    if (entries.remove(file) != null) append(Entry.gone(file));
  }

  private void put(Entry entry) {
    entries.put(entry.file(), entry);
    append(entry);
  }

  private void append(Entry entry) {
    try {
      Files.writeString(
          path,
          Lines.GSON.toJson(entry) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.error("{} cannot be written; a restart may take {} again", path, entry.file(), e);
    }
  }
}
