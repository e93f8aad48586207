// SPDX-License-Identifier: Apache-2.0
package forge.core.allow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/**
 * The classes of {@code java.base} as JDK 17 has them: its own on 17, on a newer JDK those that it
 * keeps for {@code --release 17}.
 */
final class Jdk17 {

  private static final char RELEASE = 'H';
  private static final String BASE = "java.base";

  private final Map<String, ClassReader> classes = new TreeMap<>();

  Jdk17() {
    try {
      if (Runtime.version().feature() == 17) readImage();
      else readKept(Path.of(System.getProperty("java.home"), "lib/ct.sym"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readImage() throws IOException {
    readFolder(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", BASE), ".class");
  }

  /** A folder of the file holds what is the same in all releases that its name lists. */
  private void readKept(Path file) throws IOException {
    try (FileSystem kept = FileSystems.newFileSystem(file);
        Stream<Path> folders = Files.list(kept.getPath("/"))) {
      for (Path folder : folders.toList())
        if (folder.getFileName().toString().indexOf(RELEASE) >= 0
            && Files.isDirectory(folder.resolve(BASE))) readFolder(folder.resolve(BASE), ".sig");
    }
  }

  private void readFolder(Path root, String ending) throws IOException {
    Path java = root.resolve("java");
    if (!Files.isDirectory(java)) return;
    try (Stream<Path> files = Files.walk(java)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ending)).toList()) {
        String name = root.relativize(file).toString();
        classes.put(
            name.substring(0, name.length() - ending.length()),
            new ClassReader(Files.readAllBytes(file)));
      }
    }
  }

  Optional<ClassReader> find(String internalName) {
    return Optional.ofNullable(classes.get(internalName));
  }

  /** The classes of a package, by internal name. */
  Stream<ClassReader> in(String packageName) {
    String prefix = packageName.replace('.', '/') + "/";
    return classes.values().stream()
        .filter(
            each ->
                each.getClassName().startsWith(prefix)
                    && each.getClassName().indexOf('/', prefix.length()) < 0);
  }
}
