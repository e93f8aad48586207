// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Files below the roots that were granted by {@code files.read} and {@code files.write}.
 *
 * <p>A path is {@code root/folder/name}; its first part is the root. Each file is written whole:
 * who reads meanwhile sees the old content or the new one.
 */
@ProviderType
public interface SkillFiles {

  /** The text of a file, UTF-8. */
  String read(String path);

  /** The bytes of a file. */
  byte[] readBytes(String path);

  /** Whether there is a file or a folder. */
  boolean exists(String path);

  /** The names in a folder, in order; those of folders end with a slash. */
  List<String> list(String path);

  /** Writes a file, UTF-8; folders on the way are made. */
  void write(String path, String text);

  /** Writes a file; folders on the way are made. */
  void writeBytes(String path, byte[] bytes);

  /** Deletes a file, or an empty folder; false when there is none. */
  boolean delete(String path);
}
