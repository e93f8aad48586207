// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A plain Felix that installs and starts the bundles of a folder, in a process of its own with the
 * JVM's own options: framework, components, configuration, HTTP, shell, watched folder and one
 * servlet.
 */
final class FolderPeer implements AutoCloseable {

  private final Process process;
  private final Path folder;

  /** Starts it, to listen on that port. */
  FolderPeer(int port) throws IOException {
    Path target = Driver.root().resolve("bench/peers/target");
    if (!Files.exists(target.resolve("bundles")))
      throw new IllegalStateException("not built; mvn -B -q -f bench/peers/pom.xml package");
    folder = Files.createTempDirectory("forge-bench-peer");
    process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                    "forge.bench.peers.FolderStart",
                    target.resolve("bundles").toString(),
                    folder.resolve("storage").toString(),
                    Integer.toString(port),
                    notice().toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  /** The file that is there when all is started. */
  Path notice() {
    return folder.resolve("started");
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      Growth.remove(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
