// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Hands the product's jars to the framework as bundles whose classes are there already. What is
 * installed by any other location is a bundle with a class loader of its own.
 */
final class ProductModules implements ModuleConnector {
  private static final String PREFIX = "product:";

  private final Map<String, Path> jars;
  private final ClassLoader loader;

  ProductModules(List<Path> jars) {
    this.jars = jars.stream().collect(Collectors.toMap(ProductModules::location, jar -> jar));
    this.loader = ProductClasses.of(jars);
  }

  /** Where a jar of the product is installed. */
  static String location(Path jar) {
    return PREFIX + jar.getFileName();
  }

  ClassLoader loader() {
    return loader;
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {
    // Keeps nothing.
  }

  @Override
  public Optional<ConnectModule> connect(String location) {
    return Optional.ofNullable(jars.get(location)).map(jar -> new ProductModule(jar, loader));
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }
}
