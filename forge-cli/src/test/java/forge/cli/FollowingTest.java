// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events over a connection that breaks: the gateway comes back elsewhere. */
class FollowingTest {
  @TempDir Path data;

  private final BlockingQueue<String> lastIds = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

  /** A gateway that sends one event and ends the stream. */
  private HttpServer gateway(String frame) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/forge/events", exchange -> send(exchange, frame));
    server.createContext("/healthz", FollowingTest::sendHealth);
    server.start();
    Files.createDirectories(data.resolve("run"));
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    Files.writeString(data.resolve("run/gateway.json"), "{\"address\":\"" + address + "\"}");
    return server;
  }

  private static void sendHealth(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write("{\"status\":\"ok\"}".getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  private void send(HttpExchange exchange, String frame) throws IOException {
    lastIds.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(frame.getBytes(StandardCharsets.UTF_8));
    exchange.close();
  }

  /** Hands on whole lines as they are flushed. */
  private OutputStream screen() {
    return new OutputStream() {
      private final ByteArrayOutputStream line = new ByteArrayOutputStream();

      @Override
      public void write(int b) {
        if (b != '\n') {
          line.write(b);
          return;
        }
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      }
    };
  }

  private Thread follow(String... words) {
    Screen screen = new Screen(screen(), complaints, 0, false, false);
    Map<String, String> environment = Map.of("FORGE_DATA", data.toString());
    Main main = new Main(environment, InputStream.nullInputStream(), screen);
    Thread thread = new Thread(() -> main.run(List.of(words)), "follow");
    thread.start();
    return thread;
  }

  @Test
  void goesOnWhereverTheGatewayIsThen() throws Exception {
    HttpServer first =
        gateway(
            "retry: 3000\n: forge\n\nid: 41\nevent: activated\ndata: {\"kind\":\"activated\","
                + "\"at\":\"2026-01-02T03:04:05Z\",\"skill\":\"wörter\",\"version\":\"1.0.0\","
                + "\"who\":\"me\",\"door\":\"http\"}\n\n:\n\n");
    Thread following = follow("events", "-f");
    String line = lines.poll(20, SECONDS);
    assertThat(line).contains("  activated          wörter 1.0.0  by me (http)");
    assertThat(lastIds.poll(20, SECONDS)).isEqualTo("null");
    first.stop(0);

    HttpServer second = gateway("id: 42\ndata: {\"kind\":\"halted\",\ndata: \"detail\":\"x\"}\n\n");
    String after = lastIds.poll(20, SECONDS);
    while ("41".equals(after) && !lines.stream().anyMatch(l -> l.contains("halted")))
      after = lastIds.poll(20, SECONDS);
    assertThat(lines.poll(20, SECONDS)).contains("halted");
    assertThat(complaints.toString(StandardCharsets.UTF_8))
        .contains("-- the connection is lost; trying again\n");
    following.interrupt();
    following.join(20_000);
    assertThat(following.isAlive()).isFalse();
    second.stop(0);
  }

  @Test
  void noGatewayAtTheBeginningIsTheEnd() throws Exception {
    gateway("").stop(0);
    Thread following = follow("events", "-f");
    following.join(20_000);
    assertThat(following.isAlive()).isFalse();
    assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("no gateway answers at");
  }
}
