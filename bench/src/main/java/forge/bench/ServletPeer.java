// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.ForgeClient;
import java.io.IOException;
import java.util.List;

/**
 * A program of {@code bench/peers}: a servlet in a process of its own whose code can be swapped.
 */
final class ServletPeer implements Changeable {

  private static final String PORT = "port";

  private final PeerProcess process;
  private final String address;
  private final ForgeClient http;

  /** Starts it, {@code groovy} or {@code javac}, and waits until it listens. */
  ServletPeer(String engine) throws IOException {
    process =
        PeerProcess.ofPeers(
            "SwapServlet", folder -> List.of(engine, folder.resolve(PORT).toString()));
    address = "http://127.0.0.1:" + process.await(PORT);
    http = new ForgeClient(address);
  }

  @Override
  public String address() {
    return address;
  }

  @Override
  public String path() {
    return "/call";
  }

  @Override
  public void change(Variant variant) {
    var answer = http.post("/change", variant.body());
    if (answer.status() != 200) throw new IllegalStateException(answer.body());
  }

  @Override
  public void close() {
    process.close();
  }
}
