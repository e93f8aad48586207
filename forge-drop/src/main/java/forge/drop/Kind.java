// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** What a file of the drop folder can be, by the end of its name. */
enum Kind {
  /** A finished bundle. */
  JAR(".jar", 64L << 20, Duration.ofMillis(50)),
  /** The source of one skill. It does not tell where it ends, so it must be quiet for longer. */
  JAVA(".java", 2L << 20, Duration.ofMillis(150)),
  /** The spec of one skill. */
  SPEC(".json", 4L << 20, Duration.ofMillis(50));

  private final String end;

  /** More than that is not read. */
  final long maxBytes;

  /** How long it must not have changed before it is read; waited for twice. */
  final Duration quiet;

  Kind(String end, long maxBytes, Duration quiet) {
    this.end = end;
    this.maxBytes = maxBytes;
    this.quiet = quiet;
  }

  /** Of a path, from its name alone; hidden ones and those that editors leave aside are none. */
  static Optional<Kind> of(Path path) {
    String name = path.getFileName().toString();
    if (name.startsWith(".") || name.startsWith("#")) return Optional.empty();
    return Arrays.stream(values()).filter(kind -> name.endsWith(kind.end)).findFirst();
  }
}
