// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The classes of one skill, from its bundle as it is. Beside its own it finds those of {@code
 * java.*}, the Skill API and what woven code calls, and none else.
 */
final class SkillClasses extends ClassLoader {

  private static final String ENDING = ".class";

  private final Map<String, byte[]> classes = new TreeMap<>();

  SkillClasses(byte[] jar) throws IOException {
    super(ClassLoader.getPlatformClassLoader());
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(ENDING))
          classes.put(
              name.substring(0, name.length() - ENDING.length()).replace('/', '.'),
              in.readAllBytes());
      }
    }
  }

  /** Their names. */
  Set<String> names() {
    return classes.keySet();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) return super.loadClass(name, resolve);
    if (name.startsWith("forge.api.") || name.startsWith("forge.guard."))
      return SkillClasses.class.getClassLoader().loadClass(name);
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) throw new ClassNotFoundException(name);
    return defineClass(name, bytes, 0, bytes.length);
  }
}
