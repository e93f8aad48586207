// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.framework.Felix;

/**
 * The packages of the JDK that bundles may import: those of the Java platform, and the few beside
 * that bundles of the product ask for. Debuggers, attaching, agents, servers and the like are for
 * nobody.
 */
final class SystemPackages {

  private static final Set<String> PLATFORM = Set.of("java", "javax", "org");
  private static final Set<String> ASKED_FOR =
      Set.of("com.sun.management", "com.sun.source.tree", "com.sun.source.util", "sun.misc");

  private SystemPackages() {}

  /**
   * With those of the framework itself. To have it fill them in takes a start 15 ms: it puts the
   * packages of all modules together for that, twice.
   */
  static String list() {
    return ofFramework()
        + ","
        + ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getDescriptor().exports().stream())
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .filter(SystemPackages::isOpen)
            .sorted()
            .collect(Collectors.joining(","));
  }

  private static String ofFramework() {
    Properties defaults = new Properties();
    try (InputStream in = Felix.class.getResourceAsStream("/default.properties")) {
      defaults.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return defaults.getProperty("osgi-exports");
  }

  private static boolean isOpen(String name) {
    int dot = name.indexOf('.');
    return ASKED_FOR.contains(name) || dot > 0 && PLATFORM.contains(name.substring(0, dot));
  }
}
