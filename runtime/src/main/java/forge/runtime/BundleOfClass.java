// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.connect.FrameworkUtilHelper;

/**
 * Tells which bundle of the product a class is of, by the jar it came from: its class loader, which
 * all of them share, cannot tell.
 */
public final class BundleOfClass implements FrameworkUtilHelper {
  private static final Map<ClassLoader, Map<Path, Bundle>> BUNDLES = new WeakHashMap<>();

  /** Made by the framework, which finds it as a Java service. */
  public BundleOfClass() {}

  /** From now on the classes of that loader and jar are the bundle's. */
  static void remember(ClassLoader loader, Path jar, Bundle bundle) {
    synchronized (BUNDLES) {
      BUNDLES.computeIfAbsent(loader, none -> new ConcurrentHashMap<>()).put(jar, bundle);
    }
  }

  @Override
  public Optional<Bundle> getBundle(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    Map<Path, Bundle> jars = jars(type.getClassLoader());
    if (jars.isEmpty() || source == null || source.getLocation() == null) return Optional.empty();
    try {
      return Optional.ofNullable(jars.get(Path.of(source.getLocation().toURI())));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Map<Path, Bundle> jars(ClassLoader loader) {
    synchronized (BUNDLES) {
      return BUNDLES.getOrDefault(loader, Map.of());
    }
  }
}
