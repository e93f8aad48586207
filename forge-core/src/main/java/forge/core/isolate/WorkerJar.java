// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.api.Skill;
import forge.core.worker.Worker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * The class path of a worker: the Skill API, what woven code calls, the worker's program and the
 * few classes that it uses, and nothing else of the gateway.
 */
final class WorkerJar {

  private static final List<String> OF_API =
      List.of(
          "forge/api/*",
          "forge/guard/*",
          "forge/make/Budget",
          "forge/make/Finding",
          "forge/make/Rejected",
          "forge/make/Severity",
          "forge/make/Stage");
  private static final List<String> OF_CORE =
      List.of(
          "forge/core/worker/*",
          "forge/core/budget/*",
          "forge/core/data/Plain",
          "forge/core/data/Reply",
          "forge/core/live/Constants*",
          "forge/core/run/Answering",
          "forge/core/run/Crash");

  private WorkerJar() {}

  /** Writes it from the bundles that are here. */
  static Path write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (String path : OF_API) add(jar, FrameworkUtil.getBundle(Skill.class), path);
      for (String path : OF_CORE) add(jar, FrameworkUtil.getBundle(Worker.class), path);
    }
    return file;
  }

  private static void add(JarOutputStream jar, Bundle bundle, String path) throws IOException {
    int slash = path.lastIndexOf('/');
    Enumeration<URL> found =
        bundle.findEntries(path.substring(0, slash), path.substring(slash + 1) + ".class", false);
    if (found == null) throw new IOException(path + " is missing in " + bundle);
    for (URL url : Collections.list(found)) {
      jar.putNextEntry(new JarEntry(url.getPath().substring(1)));
      try (InputStream in = url.openStream()) {
        in.transferTo(jar);
      }
    }
  }
}
