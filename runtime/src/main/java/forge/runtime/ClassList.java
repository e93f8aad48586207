// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * The names of classes for an archive, as the JVM writes and reads them.
 *
 * <p>It takes none from signed jars, and Java 17 ends with a crash when one of those has lambdas.
 */
final class ClassList {
  private static final String LAMBDA = "@lambda-proxy";
  private static final String CLASS = ".class";

  private ClassList() {}

  /** The lines of a recorded list that an archive can hold. */
  static List<String> of(Path recorded, List<Path> jars) throws IOException {
    Set<String> signed = new HashSet<>();
    for (Path jar : jars) addSigned(signed, jar);
    return Files.readAllLines(recorded).stream()
        .filter(line -> !signed.contains(type(line)))
        .toList();
  }

  /** Those lines without lambdas. */
  static List<String> plain(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith(LAMBDA)).toList();
  }

  private static String type(String line) {
    String[] words = line.split(" ", 3);
    return words[0].equals(LAMBDA) && words.length > 1 ? words[1] : words[0];
  }

  private static void addSigned(Set<String> classes, Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      if (file.stream().noneMatch(entry -> entry.getName().matches("META-INF/[^/]+\\.SF"))) return;
      file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(CLASS))
          .forEach(name -> classes.add(name.substring(0, name.length() - CLASS.length())));
    }
  }
}
