// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.util.List;

/** {@link BareServlet} in a process of its own, on the driver's Java. */
final class BarePeer implements Driver.Target {

  private static final String PORT = "port";

  private final PeerProcess process;
  private final String address;

  /** Starts it with these options of the JVM, and waits until it listens. */
  BarePeer(List<String> options) throws IOException {
    process =
        new PeerProcess(
            options,
            System.getProperty("java.class.path"),
            BareServlet.class.getName(),
            folder -> List.of(folder.resolve(PORT).toString()));
    address = "http://127.0.0.1:" + process.await(PORT);
  }

  @Override
  public String address() {
    return address;
  }

  /** Its process number. */
  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
