// SPDX-License-Identifier: Apache-2.0
package forge.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

/**
 * An OSGi runtime as it is put together without a thought for its start: a framework that installs
 * and starts the bundles of a folder, those of Felix for components, configuration, HTTP, shell and
 * watched folder, and one with a servlet.
 */
public final class FolderStart {

  private static final String LOGGING =
      "org.slf4j;version=2.0.0,org.slf4j.spi;version=2.0.0,org.slf4j.event;version=2.0.0";

  private FolderStart() {}

  /**
   * Starts it and stays.
   *
   * @param args the folder of the bundles, an empty one for the framework, the port, and the file
   *     that is written when all is started
   */
  public static void main(String[] args) throws BundleException, IOException, InterruptedException {
    Path storage = Path.of(args[1]);
    Framework framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    "org.osgi.framework.storage",
                    storage.toString(),
                    "org.osgi.framework.storage.clean",
                    "onFirstInit",
                    "org.osgi.framework.system.packages.extra",
                    LOGGING,
                    "org.osgi.service.http.port",
                    args[2],
                    "gosh.args",
                    "--nointeractive --noshutdown -c noop=true",
                    "felix.fileinstall.dir",
                    storage.resolve("load").toString()));
    framework.init();
    List<Bundle> bundles = new ArrayList<>();
    try (Stream<Path> jars = Files.list(Path.of(args[0]))) {
      for (Path jar : jars.sorted().toList())
        bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
    }
    for (Bundle bundle : bundles) bundle.start();
    framework.start();
    Files.createFile(Path.of(args[3]));
    framework.waitForStop(0);
  }
}
