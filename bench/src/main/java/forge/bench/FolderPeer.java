// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A plain Felix that installs and starts the bundles of a folder, in a process of its own with the
 * JVM's own options: framework, components, configuration, HTTP, shell, watched folder and one
 * servlet.
 */
final class FolderPeer implements AutoCloseable {

  private static final String NOTICE = "started";

  private final PeerProcess process;

  /** Starts it, to listen on that port. */
  FolderPeer(int port) throws IOException {
    process =
        PeerProcess.ofPeers(
            "FolderStart",
            folder ->
                List.of(
                    PeerProcess.target().resolve("bundles").toString(),
                    folder.resolve("storage").toString(),
                    Integer.toString(port),
                    folder.resolve(NOTICE).toString()));
  }

  /** The file that is there when all is started. */
  Path notice() {
    return process.file(NOTICE);
  }

  @Override
  public void close() {
    process.close();
  }
}
