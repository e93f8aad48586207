// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.File;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Hands the product's jars to the framework as bundles whose classes are there already. What is
 * installed by any other location is a bundle with a class loader of its own; those of skills are
 * handed over in memory.
 */
final class ProductModules implements ModuleConnector {
  private static final String PREFIX = "product:";

  /** Takes a tenth of a start, and depends on nothing: it asks for all locales there are. */
  private static final String SLOW = "org.eclipse.jetty.http.MimeTypes";

  private final Map<String, ProductModule> modules = new LinkedHashMap<>();
  private final ConcurrentMap<String, ConnectModule> others = new ConcurrentHashMap<>();
  private final ClassLoader loader;

  /** Begins to read the manifests, and then what else is slow, while the framework is made. */
  ProductModules(List<Path> jars) {
    Set<Path> classPath = ProductClasses.classPath();
    this.loader = ProductClasses.of(jars, classPath);
    boolean wired = !areAsBuilt(jars, classPath);
    for (Path jar : jars) modules.put(location(jar), new ProductModule(jar, loader, wired));
    Thread reader = new Thread(this::read, "forge-ahead");
    reader.setDaemon(true);
    reader.start();
  }

  /** Whether these are the bundles that the build has resolved, no more and no less. */
  static boolean areAsBuilt(List<Path> jars, Set<Path> classPath) {
    Set<Path> bundles = new HashSet<>(classPath);
    bundles.removeIf(jar -> !jar.getParent().equals(jars.get(0).getParent()));
    return bundles.equals(Set.copyOf(jars));
  }

  private void read() {
    try {
      modules.values().forEach(ProductModule::getHeaders);
      Class.forName(SLOW, true, loader);
    } catch (RuntimeException | ClassNotFoundException | LinkageError e) {
      // Who installs it, or needs it, is told.
    }
  }

  /** Where a jar of the product is installed. */
  static String location(Path jar) {
    return PREFIX + jar.getFileName();
  }

  ClassLoader loader() {
    return loader;
  }

  /** By location, what bundles hand to the framework, each while it is being installed. */
  ConcurrentMap<String, ConnectModule> others() {
    return others;
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {
    // Keeps nothing.
  }

  @Override
  public Optional<ConnectModule> connect(String location) {
    ConnectModule own = modules.get(location);
    return Optional.ofNullable(own != null ? own : others.get(location));
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }
}
