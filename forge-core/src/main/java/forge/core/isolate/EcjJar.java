// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.eclipse.jdt.internal.compiler.Compiler;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * ECJ as a file, for processes that compile: a copy of its jar, or, where the framework has it in a
 * bundle that is no file, of what is in that.
 */
final class EcjJar {

  private EcjJar() {}

  /** Sees to it that it is in a folder, and gives its name there. */
  static String in(Path folder) throws IOException {
    Optional<Path> jar = jarOf(Compiler.class);
    return jar.isPresent() ? copied(jar.get(), folder) : written(bundle(), folder);
  }

  /** The jar that a class comes from, where that is a file. */
  static Optional<Path> jarOf(Class<?> member) {
    return Optional.ofNullable(member.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .filter(location -> location.getProtocol().equals("file"))
        .map(location -> Path.of(URI.create(location.toString())))
        .filter(Files::isRegularFile);
  }

  private static Bundle bundle() throws IOException {
    Bundle bundle = FrameworkUtil.getBundle(Compiler.class);
    if (bundle == null) throw new IOException("the compiler is in no jar");
    return bundle;
  }

  /** An archive of loaded classes asks for its length and its time, too. */
  private static String copied(Path jar, Path folder) throws IOException {
    Path copy = folder.resolve(jar.getFileName());
    boolean there =
        Files.isRegularFile(copy)
            && Files.size(copy) == Files.size(jar)
            && Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(jar));
    if (!there) copy(jar, copy);
    return copy.getFileName().toString();
  }

  /**
   * Without its signatures, where it has any: a JVM keeps no signed class in an archive, and that
   * of Java 17 can crash over one that it leaves out.
   */
  private static void copy(Path jar, Path copy) throws IOException {
    Path part = part(copy);
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      boolean signed = file.stream().map(JarEntry::getName).anyMatch(EcjJar::isSignature);
      if (signed && Files.isRegularFile(copy)) return;
      if (signed) writeUnsigned(file, part);
      else Files.copy(jar, part, COPY_ATTRIBUTES, REPLACE_EXISTING);
    }
    Files.move(part, copy, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  private static void writeUnsigned(JarFile from, Path to) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(to))) {
      for (JarEntry entry : Collections.list(from.entries()))
        if (entry.getName().startsWith("org/"))
          put(jar, entry.getName(), () -> from.getInputStream(entry));
    }
  }

  private static boolean isSignature(String name) {
    return name.startsWith("META-INF/") && name.endsWith(".SF");
  }

  private static String written(Bundle bundle, Path folder) throws IOException {
    Path file = folder.resolve("ecj-" + bundle.getVersion() + ".jar");
    if (!Files.isRegularFile(file)) {
      Path part = part(file);
      try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(part))) {
        for (URL entry : Collections.list(bundle.findEntries("org", "*", true)))
          put(jar, entry.getPath().substring(1), entry::openStream);
      }
      Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
    }
    return file.getFileName().toString();
  }

  /** What opens an entry. */
  private interface Source {
    InputStream open() throws IOException;
  }

  private static void put(JarOutputStream jar, String name, Source source) throws IOException {
    if (name.endsWith("/")) return;
    jar.putNextEntry(new JarEntry(name));
    try (InputStream in = source.open()) {
      in.transferTo(jar);
    }
  }

  /** Of this process: several gateways of a product may begin at once. */
  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
  }
}
