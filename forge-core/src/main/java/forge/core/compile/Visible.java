// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.Skill;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Component;

/**
 * What the source of a skill may see beside the JDK: the Skill API and the annotations of
 * Declarative Services, as class files.
 */
public final class Visible {
  private static final String API = Skill.class.getPackageName();
  private static final String COMPONENT = "org.osgi.service.component.annotations";
  private static final String CLASS = ".class";

  private final Map<String, byte[]> classes;

  private Visible(Map<String, byte[]> classes) {
    this.classes = Collections.unmodifiableMap(classes);
  }

  /**
   * Taken from bundles.
   *
   * @param api the bundle that exports the Skill API
   * @param core the bundle that carries the annotations of Declarative Services
   */
  public static Visible of(Bundle api, Bundle core) {
    Map<String, byte[]> classes = new TreeMap<>();
    addPackage(classes, api, API);
    addPackage(classes, core, COMPONENT);
    return new Visible(classes);
  }

  /** Of these class files, by binary name. */
  static Visible of(Map<String, byte[]> classes) {
    return new Visible(new TreeMap<>(classes));
  }

  /** Taken from where this class's own class path has them, a jar or a folder. */
  public static Visible ofClassPath() {
    Map<String, byte[]> classes = new TreeMap<>();
    addPackage(classes, Skill.class, API);
    addPackage(classes, Component.class, COMPONENT);
    return new Visible(classes);
  }

  /** Class file bytes by binary name, {@code package-info} included; not to be changed. */
  public Map<String, byte[]> classes() {
    return classes;
  }

  private static void addPackage(Map<String, byte[]> classes, Bundle bundle, String name) {
    String folder = name.replace('.', '/');
    Enumeration<URL> entries = bundle.findEntries(folder, "*" + CLASS, false);
    if (entries == null) throw missing(name, "bundle " + bundle.getSymbolicName());
    for (URL entry : Collections.list(entries)) {
      String path = entry.getPath();
      add(classes, name, path.substring(path.lastIndexOf('/') + 1), entry::openStream);
    }
  }

  private static void addPackage(Map<String, byte[]> classes, Class<?> member, String name) {
    CodeSource source = member.getProtectionDomain().getCodeSource();
    if (source == null) throw missing(name, "the class path");
    try {
      Path root = Path.of(source.getLocation().toURI());
      if (Files.isDirectory(root)) addFolder(classes, root, name);
      else
        try (FileSystem jar = FileSystems.newFileSystem(root)) {
          addFolder(classes, jar.getPath("/"), name);
        }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("cannot read package " + name + ": " + e.getMessage(), e);
    }
  }

  private static void addFolder(Map<String, byte[]> classes, Path root, String name)
      throws IOException {
    Path folder = root.resolve(name.replace('.', '/'));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + CLASS)) {
      for (Path file : files)
        add(classes, name, file.getFileName().toString(), () -> Files.newInputStream(file));
    }
  }

  private static void add(Map<String, byte[]> classes, String name, String file, Source source) {
    String simple = file.substring(0, file.length() - CLASS.length());
    try (InputStream in = source.open()) {
      classes.put(name + "." + simple, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " of package " + name, e);
    }
  }

  private static IllegalStateException missing(String name, String where) {
    return new IllegalStateException(
        "package " + name + " is not in " + where + "; build the product again");
  }

  private interface Source {
    InputStream open() throws IOException;
  }
}
