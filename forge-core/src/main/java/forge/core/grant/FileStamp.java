// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** When a file was written and how long it is, which tells whether somebody changed it. */
record FileStamp(String text) {

  static final FileStamp NONE = new FileStamp("");

  static FileStamp of(Path file) {
    try {
      var about = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(about.lastModifiedTime() + " " + about.size() + " " + about.fileKey());
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException e) {
      return new FileStamp(e.toString());
    }
  }
}
