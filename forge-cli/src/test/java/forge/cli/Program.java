// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** The program in this process, against a small server that answers what it is told to. */
final class Program implements AutoCloseable {

  /** What a command said, and how it ended. */
  record Said(int code, String out, String err) {}

  private final HttpServer server;
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, String> answers = new HashMap<>();
  private int width;

  Program() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    environment.put("GATEWAY_URL", address());
    answers.put("GET /healthz", "200 {\"status\":\"ok\"}");
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers a request, e.g. {@code GET /path?query}, with a status and a body. */
  Program when(String request, String answer) {
    answers.put(request, answer);
    return this;
  }

  Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Program wide(int cells) {
    width = cells;
    return this;
  }

  /** The requests it got, each with its body. */
  List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!request.equals("GET /healthz")) asked.add((request + " " + body).strip());
    String unknown =
        "404 {\"status\":\"error\",\"code\":\"unknown_route\",\"message\":\"nothing there\"}";
    String answer = answers.getOrDefault(request, unknown);
    boolean isJson = answer.substring(4).startsWith("{") || answer.substring(4).startsWith("[");
    exchange.getResponseHeaders().set("Content-Type", isJson ? "application/json" : "text/x-diff");
    byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  Said run(String... words) {
    return feed("", words);
  }

  Said feed(String in, String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Screen screen = new Screen(out, err, width, width > 0, width > 0);
    var input = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
    int code = new Main(environment, input, screen).run(List.of(words));
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static void assertRefused(Said said, int code, String... words) {
    assertThat(said.code()).as(said.err()).isEqualTo(code);
    assertThat(said.err()).startsWith("forge: ").contains(words);
    assertThat(said.out()).isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
