// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One class loader for the classes of all the product's bundles.
 *
 * <p>In a process of its own it is the JVM's: the launcher's class path holds the bundles, so that
 * class-data archives do, too. Elsewhere it is one that looks into the bundles first.
 */
final class ProductClasses extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private ProductClasses(URL[] jars, ClassLoader parent) {
    super("forge", jars, parent);
  }

  /**
   * A loader of what is in these jars.
   *
   * @param classPath the jars whose classes the JVM's own loader has
   */
  static ClassLoader of(List<Path> jars, Set<Path> classPath) {
    ClassLoader ours = ProductClasses.class.getClassLoader();
    if (classPath.containsAll(jars)) return ours;
    return new ProductClasses(jars.stream().map(ProductClasses::url).toArray(URL[]::new), ours);
  }

  /** The jars that the launcher's own adds to the class path; none where it does not run as one. */
  static Set<Path> classPath() {
    return Home.ownJar().map(ProductClasses::classPath).orElse(Set.of());
  }

  /** The jars that a jar's manifest adds to the class path of {@code java -jar}. */
  private static Set<Path> classPath(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      String names = file.getManifest().getMainAttributes().getValue(Name.CLASS_PATH);
      return Stream.of(Optional.ofNullable(names).orElse("").split(" "))
          .map(name -> jar.resolveSibling(name).normalize())
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) loaded = ownOrParents(name);
      if (resolve) resolveClass(loaded);
      return loaded;
    }
  }

  private Class<?> ownOrParents(String name) throws ClassNotFoundException {
    if (name.startsWith("java.")) return getParent().loadClass(name);
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return getParent().loadClass(name);
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }
}
