// SPDX-License-Identifier: Apache-2.0
package forge.it;

import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;

/**
 * All that an order could leave behind: two of them are equal when nothing has changed.
 *
 * @param skills what the gateway tells of every skill
 * @param files content of every file of the data folder but log, run state and audit trail
 * @param bundles of the framework
 */
record Traces(String skills, Map<String, Integer> files, List<String> bundles) {

  /** The audit trail tells each refusal, and should; git does as it likes with what is its own. */
  private static final List<String> NOT_DATA = List.of("log", "run", "audit", ".git");

  /** The history makes its empty folder some seconds after a start, whatever has been asked. */
  private static final String HISTORY = "skills";

  static Traces of(ForgeFramework forge) {
    String skills = forge.client().get("/api/v1/skills").body();
    return new Traces(skills, files(forge.data()), bundles(forge.bundleContext()));
  }

  private static Map<String, Integer> files(Path data) {
    Map<String, Integer> files = new TreeMap<>();
    try {
      Files.walkFileTree(
          data,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes how) {
              if (NOT_DATA.contains(folder.getFileName().toString()))
                return FileVisitResult.SKIP_SUBTREE;
              if (!folder.equals(data.resolve(HISTORY)))
                files.put(data.relativize(folder).toString(), 0);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes how)
                throws IOException {
              files.put(
                  data.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static List<String> bundles(BundleContext context) {
    List<String> bundles = new ArrayList<>();
    for (var bundle : context.getBundles())
      bundles.add(bundle.getSymbolicName() + " " + bundle.getLocation() + " " + bundle.getState());
    return bundles;
  }
}
