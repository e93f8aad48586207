// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No gateway where one should be: nobody, or another program. */
class NoGatewayIT {

  /** One command of each kind; none may wait, and none may take the answer for a gateway's. */
  private static final List<String> COMMANDS =
      List.of(
          "forge list",
          "forge show x",
          "forge call x a=1",
          "echo '{}' | forge call x --json -",
          "forge create x --json",
          "forge source x",
          "forge events -f",
          "forge halt now",
          "forge open",
          "forge-hot-reload.sh x");

  @TempDir Path folder;
  private Bash bash;

  @BeforeEach
  void open() {
    bash = new Bash(folder);
  }

  private void assertEach(String... words) throws Exception {
    for (String command : COMMANDS)
      assertThat(bash.run(command).ended(3, words).out()).as(command).isEmpty();
  }

  @Test
  void nobodyThere() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    bash.with("GATEWAY_URL", "http://127.0.0.1:" + port);
    assertEach("no gateway answers at http://127.0.0.1:" + port, "start one with ");
  }

  @Test
  void anAddressThatIsLeftOver() throws Exception {
    Files.createDirectories(folder.resolve("data/run"));
    bash.file("data/run/gateway.json", "{\"pid\":1,\"address\":\"http://127.0.0.1:1\"}\n");
    bash.run("forge list").ended(3, "no gateway answers at http://127.0.0.1:1 (data/run/gateway");
  }

  @Test
  void anotherWebServer() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] page = "<html>It works!</html>".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    bash.with("GATEWAY_URL", "http://127.0.0.1:" + server.getAddress().getPort());
    try {
      assertEach("is no Forge gateway (HTTP 200");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatSpeaksNoHttp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread greeter = new Thread(() -> greet(server), "greeter");
      greeter.start();
      bash.with("GATEWAY_URL", "http://127.0.0.1:" + server.getLocalPort());
      assertEach("127.0.0.1");
      for (String command : COMMANDS)
        bash.run(command + " 2>&1 | grep -c 'another program\\|no Forge gateway'").good();
    }
  }

  private static void greet(ServerSocket server) {
    while (!server.isClosed())
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.UTF_8));
        socket.getInputStream().readNBytes(20);
      } catch (IOException e) {
        // Whoever called has hung up, or the test is over.
      }
  }

  @Test
  void noAddressAtAll() throws Exception {
    bash.run("forge list --gateway 'not an address'").ended(2, "--gateway is no address");
    bash.run("GATEWAY_URL=ftp://x forge list").ended(2, "GATEWAY_URL is no address");
    bash.run("forge list --gateway http://no-such-host.invalid").ended(3, "is not known");
  }
}
