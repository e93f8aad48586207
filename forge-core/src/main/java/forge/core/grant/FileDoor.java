// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.Refusal;
import forge.api.SkillFiles;
import forge.core.grant.FileRoots.Place;
import forge.guard.Guard;
import forge.make.Grant.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Files for one call. */
final class FileDoor implements SkillFiles {

  static final int MAX_FILE = 8 << 20;

  private static final int MAX_NAMES = 10_000;
  private static final long MAX_WRITTEN = 64L << 20;

  private final Access access;
  private final FileRoots roots;
  private long written;

  /** What is done with the file system. */
  @FunctionalInterface
  private interface Work<T> {
    T done(Place place) throws IOException;
  }

  FileDoor(Access access, FileRoots roots) {
    this.access = access;
    this.roots = roots;
  }

  @Override
  public String read(String path) {
    return new String(readBytes(path), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] readBytes(String path) {
    return at(Kind.FILES_READ, path, place -> content(path, place));
  }

  private byte[] content(String path, Place place) throws IOException {
    if (!Files.isRegularFile(place.path())) throw Access.failed("there is no file " + shown(path));
    OpenOption[] plain = {StandardOpenOption.READ};
    try (InputStream in = Files.newInputStream(place.path(), plain)) {
      byte[] bytes = in.readNBytes(MAX_FILE + 1);
      if (bytes.length <= MAX_FILE) return bytes;
      throw Access.failed(shown(path) + " is longer than " + (MAX_FILE >> 20) + " MB");
    }
  }

  @Override
  public boolean exists(String path) {
    return at(Kind.FILES_READ, path, place -> Files.exists(place.path()));
  }

  @Override
  public List<String> list(String path) {
    return at(Kind.FILES_READ, path, place -> names(path, place));
  }

  private static List<String> names(String path, Place place) throws IOException {
    if (place.isTop() && !Files.exists(place.path())) return List.of();
    if (!Files.isDirectory(place.path())) throw Access.failed("there is no folder " + shown(path));
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(place.path())) {
      for (Path each : found) {
        names.add(each.getFileName() + (Files.isDirectory(each) ? "/" : ""));
        if (names.size() > MAX_NAMES) throw Access.failed(shown(path) + " holds too many files");
      }
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public void write(String path, String text) {
    writeBytes(path, String.valueOf(text).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void writeBytes(String path, byte[] bytes) {
    at(Kind.FILES_WRITE, path, place -> written(path, place, bytes));
  }

  private boolean written(String path, Place place, byte[] bytes) throws IOException {
    if (bytes == null || bytes.length > MAX_FILE)
      throw Access.failed("a file may have " + (MAX_FILE >> 20) + " MB");
    boolean other = Files.exists(place.path(), LinkOption.NOFOLLOW_LINKS);
    if (place.isTop() || other && !Files.isRegularFile(place.path(), LinkOption.NOFOLLOW_LINKS))
      throw Access.failed(shown(path) + " is no file");
    written += bytes.length;
    if (written > MAX_WRITTEN)
      throw Access.failed("a call may write " + (MAX_WRITTEN >> 20) + " MB");
    roots.write(place, bytes.clone());
    return true;
  }

  @Override
  public boolean delete(String path) {
    return at(Kind.FILES_WRITE, path, place -> !place.isTop() && deleted(path, place));
  }

  private boolean deleted(String path, Place place) throws IOException {
    try {
      return roots.delete(place);
    } catch (DirectoryNotEmptyException e) {
      throw Access.failed(shown(path) + " is a folder that is not empty");
    }
  }

  private <T> T at(Kind kind, String path, Work<T> work) {
    String text = String.valueOf(path);
    List<String> parts =
        FileRoots.parts(text)
            .orElseThrow(
                () ->
                    access.denied(
                        shown(text)
                            + " is no path; it is root/folder/name, of ordinary characters,"
                            + " without . and .."));
    access.require(kind, parts.get(0), "");
    try {
      Place place =
          roots
              .place(parts)
              .orElseThrow(() -> access.denied(shown(text) + " leads out of its root"));
      return work.done(place);
    } catch (IOException e) {
      throw failed(text, e);
    }
  }

  private static Refusal failed(String path, IOException e) {
    if (e instanceof ClosedByInterruptException) {
      Guard.poll();
      return Access.failed("the gateway is stopping");
    }
    boolean own = e.getClass() == IOException.class && e.getMessage() != null;
    String why = own && e.getMessage().startsWith("the root ") ? e.getMessage() : kind(e);
    return Access.failed(shown(path) + ": " + why);
  }

  private static String kind(IOException e) {
    return "the file system says no (" + e.getClass().getSimpleName() + ")";
  }

  private static String shown(String path) {
    return "'" + Access.line(path) + "'";
  }
}
