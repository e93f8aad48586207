// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The packages that the running JDK exports to everybody, and the class files in them; used by one
 * thread at a time.
 */
final class Platform {
  private final Map<String, ModuleReference> modules = new HashMap<>();
  private final Map<ModuleReference, ModuleReader> readers = new HashMap<>();

  Platform() {
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules())
      if (isInImage(module.reference())) add(module.reference());
  }

  private static boolean isInImage(ModuleReference module) {
    return module.location().filter(uri -> uri.getScheme().equals("jrt")).isPresent();
  }

  private void add(ModuleReference module) {
    for (ModuleDescriptor.Exports exported : module.descriptor().exports())
      if (!exported.isQualified()) modules.put(exported.source(), module);
  }

  /** The names of all packages. */
  Set<String> packages() {
    return modules.keySet();
  }

  /** The bytes of a class, its simple name with {@code $} where it is nested; empty: none is so. */
  Optional<byte[]> classFile(String packageName, String simpleName) {
    ModuleReference module = modules.get(packageName);
    if (module == null) return Optional.empty();
    String path = packageName.replace('.', '/').concat("/").concat(simpleName).concat(".class");
    try {
      ModuleReader reader = reader(module);
      Optional<ByteBuffer> found = reader.read(path);
      if (found.isEmpty()) return Optional.empty();
      byte[] bytes = new byte[found.get().remaining()];
      found.get().get(bytes);
      reader.release(found.get());
      return Optional.of(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModuleReader reader(ModuleReference module) throws IOException {
    ModuleReader known = readers.get(module);
    if (known != null) return known;
    ModuleReader opened = module.open();
    readers.put(module, opened);
    return opened;
  }
}
