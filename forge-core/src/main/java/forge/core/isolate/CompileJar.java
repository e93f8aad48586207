// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.api.Skill;
import forge.core.compile.CompileWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipFile;

/** The class path of a process that compiles: the compilers and what they need of the gateway. */
final class CompileJar {

  private static final List<String> CONTENT =
      List.of(
          "forge/api/*",
          "forge/core/compile/*",
          "forge/core/worker/Wire*",
          "forge/make/ClassSet",
          "forge/make/Finding",
          "forge/make/Rejected",
          "forge/make/Severity",
          "forge/make/SourceSet",
          "forge/make/Stage");

  /** So that the same content is the same file: an archive of loaded classes is bound to it. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(2000, 1, 1, 0, 0);

  /** Where class files are found: in a folder, those of that name. */
  interface Classes {
    Enumeration<URL> find(String folder, String pattern);
  }

  private CompileJar() {}

  /** Those of this class's own class path, where a folder may stand several times. */
  static Enumeration<URL> ofClassPath(String folder, String pattern) {
    List<URL> all = new ArrayList<>();
    try {
      Enumeration<URL> places = CompileJar.class.getClassLoader().getResources(folder + "/");
      while (places.hasMoreElements()) all.addAll(at(places.nextElement(), folder, pattern));
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return Collections.enumeration(all);
  }

  private static List<URL> at(URL place, String folder, String pattern)
      throws IOException, URISyntaxException {
    if (!place.getProtocol().equals("jar")) return files(Path.of(place.toURI()), pattern);
    URI file = ((JarURLConnection) place.openConnection()).getJarFileURL().toURI();
    // By its path: by its address there is but one in the JVM, and who comes second fails.
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(file))) {
      return files(jar.getPath(folder), pattern);
    }
  }

  private static List<URL> files(Path folder, String pattern) throws IOException {
    List<URL> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      for (Path each : found) files.add(each.toUri().toURL());
    }
    return files;
  }

  /**
   * Writes it, unless it is there as it should be.
   *
   * @param compiler the name of the compiler's jar beside it
   */
  static void write(Path file, Classes classes, String compiler) throws IOException {
    String origin = origin(compiler);
    if (!origin.isEmpty() && origin.equals(originOf(file))) return;
    byte[] content = content(classes, compiler, origin);
    if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content)) return;
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, content);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Which jars it comes from, as they are now; empty: it comes from none. To look at them is a
   * fiftieth of the work of reading all that is in them.
   */
  private static String origin(String compiler) throws IOException {
    StringBuilder origin = new StringBuilder(compiler);
    for (Class<?> member : List.of(Skill.class, CompileWorker.class)) {
      Optional<Path> jar = EcjJar.jarOf(member);
      if (jar.isEmpty()) return "";
      origin.append(' ').append(jar.get().getFileName()).append(' ').append(Files.size(jar.get()));
      origin.append(' ').append(Files.getLastModifiedTime(jar.get()));
    }
    return origin.toString();
  }

  private static String originOf(Path file) {
    try (ZipFile jar = new ZipFile(file.toFile())) {
      return jar.getComment();
    } catch (IOException e) {
      return "";
    }
  }

  private static byte[] content(Classes classes, String compiler, String origin)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.setLevel(Deflater.NO_COMPRESSION);
      jar.setComment(origin);
      put(jar, "META-INF/MANIFEST.MF", manifest(compiler).getBytes());
      for (String path : CONTENT) add(jar, classes, path);
    }
    return bytes.toByteArray();
  }

  /** Said in the manifest, not with options: those would keep the JVM from its own fast start. */
  private static String manifest(String compiler) {
    return "Manifest-Version: 1.0\r\n"
        + "Main-Class: "
        + CompileWorker.class.getName()
        + "\r\nAdd-Exports: jdk.compiler/com.sun.tools.javac.api\r\nClass-Path: "
        + compiler
        + "\r\n\r\n";
  }

  private static void add(JarOutputStream jar, Classes classes, String path) throws IOException {
    int slash = path.lastIndexOf('/');
    Enumeration<URL> found =
        classes.find(path.substring(0, slash), path.substring(slash + 1) + ".class");
    if (found == null || !found.hasMoreElements()) throw new IOException(path + " is missing");
    List<URL> sorted = Collections.list(found);
    sorted.sort(Comparator.comparing(URL::getPath));
    for (URL url : sorted) put(jar, name(path.substring(0, slash), url), bytes(url));
  }

  private static String name(String folder, URL url) {
    String path = url.getPath();
    return folder + path.substring(path.lastIndexOf('/'));
  }

  private static byte[] bytes(URL url) {
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(ALWAYS);
    jar.putNextEntry(entry);
    jar.write(bytes);
  }
}
