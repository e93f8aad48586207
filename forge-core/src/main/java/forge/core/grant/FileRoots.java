// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The folders {@code files/<root>} of the data folder. A path is judged as text first and then as
 * the file system sees it: nothing beside the root is reached, through a link neither.
 */
final class FileRoots {

  /** What a root may hold. */
  static final long MAX_ROOT = 256L << 20;

  private static final int MAX_FILES = 10_000;
  private static final int MAX_PATH = 500;
  private static final int MAX_PARTS = 16;
  private static final Pattern PART =
      Pattern.compile(
          "(?![ .])[^/\\\\:*?\"<>|\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]{1,100}(?<![ .])");

  private final Path files;
  private final Path aside;
  private final AtomicLong number = new AtomicLong();
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  /** What a root holds, as far as it is known. */
  private static final class Held {
    long bytes;
    long files;
  }

  /** A path that was judged: its root, and where it is. */
  record Place(String root, Path path, Path top) {
    boolean isTop() {
      return path.equals(top);
    }
  }

  FileRoots(Path data) {
    this.files = data.resolve("files");
    this.aside = files.resolve(".unfinished");
  }

  /** The root that a path begins with. */
  static String root(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  /** The parts of a path; empty when it is none. */
  static Optional<List<String>> parts(String path) {
    if (path.length() > MAX_PATH) return Optional.empty();
    List<String> parts = List.of(path.split("/", -1));
    boolean good =
        parts.size() <= MAX_PARTS && parts.stream().allMatch(part -> PART.matcher(part).matches());
    return good ? Optional.of(parts) : Optional.empty();
  }

  /**
   * Where a path leads.
   *
   * @param parts what {@link #parts} made of it
   * @return empty when it leads out of its root
   */
  Optional<Place> place(List<String> parts) throws IOException {
    Path root = Files.createDirectories(files).toRealPath().resolve(parts.get(0));
    Path top = Files.exists(root) ? root.toRealPath() : root;
    Path path = top;
    for (String part : parts.subList(1, parts.size())) path = path.resolve(part);
    path = path.normalize();
    boolean inside = path.startsWith(top) && existing(path, top).toRealPath().startsWith(real(top));
    return inside ? Optional.of(new Place(parts.get(0), path, top)) : Optional.empty();
  }

  private static Path real(Path top) throws IOException {
    return Files.exists(top) ? top.toRealPath() : top.getParent().toRealPath();
  }

  /** The longest part of the way that is there. */
  private static Path existing(Path path, Path top) {
    Path each = path;
    while (!Files.exists(each, LinkOption.NOFOLLOW_LINKS) && !each.equals(top))
      each = each.getParent();
    return Files.exists(each, LinkOption.NOFOLLOW_LINKS) ? each : top.getParent();
  }

  /** Replaces a file whole; who reads meanwhile sees the old one or the new one. */
  void write(Place place, byte[] bytes) throws IOException {
    Files.createDirectories(place.path().getParent());
    long before = sizeOf(place.path());
    reserve(place, bytes.length - Math.max(0, before), before < 0 ? 1 : 0);
    Files.createDirectories(aside);
    Path part = aside.resolve(ProcessHandle.current().pid() + "-" + number.incrementAndGet());
    try {
      Files.write(part, bytes);
      Files.move(
          part,
          place.path(),
          java.nio.file.StandardCopyOption.ATOMIC_MOVE,
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Deletes a file or an empty folder. */
  boolean delete(Place place) throws IOException {
    long size = Math.max(0, sizeOf(place.path()));
    boolean folder = Files.isDirectory(place.path(), LinkOption.NOFOLLOW_LINKS);
    if (!Files.deleteIfExists(place.path())) return false;
    reserve(place, -size, folder ? 0 : -1);
    return true;
  }

  private static long sizeOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .size();
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  /** Counted by ourselves; counted on the disk at first, and before it is said to be full. */
  private void reserve(Place place, long bytes, long more) throws IOException {
    Held now = held.get(place.root());
    if (now == null || isFull(now, bytes, more)) {
      now = counted(place.top());
      held.put(place.root(), now);
    }
    synchronized (now) {
      if (isFull(now, bytes, more))
        throw new IOException(
            "the root "
                + place.root()
                + " is full: it may hold "
                + (MAX_ROOT >> 20)
                + " MB and "
                + MAX_FILES
                + " files");
      now.bytes += bytes;
      now.files += more;
    }
  }

  private static boolean isFull(Held now, long bytes, long more) {
    synchronized (now) {
      return bytes > 0 && now.bytes + bytes > MAX_ROOT || more > 0 && now.files + more > MAX_FILES;
    }
  }

  private static Held counted(Path top) throws IOException {
    Held held = new Held();
    if (!Files.exists(top)) return held;
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
            held.bytes += about.size();
            return ++held.files > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
            return FileVisitResult.CONTINUE;
          }
        });
    return held;
  }
}
