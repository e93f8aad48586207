// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The packages that the running JDK exports to everybody, and the class files in them; used by one
 * thread at a time.
 */
final class Platform {
  private static final String CLASS = ".class";

  private final FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
  private final Map<String, Path> folders = new HashMap<>();
  private final Map<String, Set<String>> listings = new HashMap<>();

  Platform() {
    ModuleLayer.boot().configuration().modules().stream()
        .map(ResolvedModule::reference)
        .filter(Platform::isInImage)
        .map(ModuleReference::descriptor)
        .forEach(this::add);
  }

  private static boolean isInImage(ModuleReference module) {
    return module.location().filter(uri -> uri.getScheme().equals("jrt")).isPresent();
  }

  private void add(ModuleDescriptor module) {
    module.exports().stream()
        .filter(exported -> !exported.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .forEach(name -> folders.put(name, folder(module.name(), name)));
  }

  private Path folder(String module, String packageName) {
    return image.getPath("/modules", module, packageName.replace('.', '/'));
  }

  /** The names of all packages. */
  Set<String> packages() {
    return folders.keySet();
  }

  /** Whether there is a class of that simple name, with {@code $} where it is nested. */
  boolean has(String packageName, String simpleName) {
    return folders.containsKey(packageName)
        && listings.computeIfAbsent(packageName, this::names).contains(simpleName);
  }

  /** The bytes of a class that is there. */
  byte[] classFile(String packageName, String simpleName) {
    try {
      return Files.readAllBytes(folders.get(packageName).resolve(simpleName + CLASS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> names(String packageName) {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folders.get(packageName), "*" + CLASS)) {
      for (Path file : files) names.add(simpleName(file.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  private static String simpleName(String file) {
    return file.substring(0, file.length() - CLASS.length());
  }
}
