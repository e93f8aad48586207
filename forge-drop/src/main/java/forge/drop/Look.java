// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * How a file looks from outside; two looks that are equal mean that nobody has written between.
 *
 * @param regular whether it is a file that can be read, possibly by a link
 * @param folder whether it is a folder
 */
record Look(boolean regular, boolean folder, long size, FileTime changed, String key) {

  private static final FileTime NEVER = FileTime.fromMillis(0);

  /** At a path; empty when nothing is there. */
  static Optional<Look> at(Path path) {
    try {
      BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(
          new Look(
              is.isRegularFile(),
              is.isDirectory(),
              is.size(),
              is.lastModifiedTime(),
              String.valueOf(is.fileKey())));
    } catch (NoSuchFileException e) {
      return Files.isSymbolicLink(path) ? Optional.of(strange("link")) : Optional.empty();
    } catch (IOException e) {
      return Optional.of(strange(e.toString()));
    }
  }

  private static Look strange(String why) {
    return new Look(false, false, 0, NEVER, why);
  }
}
