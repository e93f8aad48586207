// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Forge;
import forge.live.Runner;
import forge.live.Skills;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The real door in a real server, over a {@link MemoryCore} and a {@link MemoryGovernor}, fresh for
 * each test.
 */
final class Door implements BeforeEachCallback, AfterEachCallback {

  private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

  static {
    JETTY.setLevel(Level.WARNING); // it tells of every start and stop
  }

  static final HttpClient CLIENT = HttpClient.newHttpClient();

  MemoryCore core;
  MemoryGovernor governor;
  MemoryTokens tokens;
  MemoryEvents events;
  boolean loopbackOnly = true;
  Set<String> names = Set.of();
  ForgeServlet servlet;
  private Server server;
  private ServerConnector connector;

  @Override
  public void beforeEach(ExtensionContext test) {
    core = new MemoryCore();
    governor = new MemoryGovernor();
    tokens = new MemoryTokens();
    events = new MemoryEvents();
    core.events = events;
    open(behind(core, core, core), Optional.empty());
  }

  @Override
  public void afterEach(ExtensionContext test) {
    close();
  }

  /** These parts, and the governor. */
  Core behind(Forge forge, Skills skills, Runner runner) {
    return new Core(forge, skills, runner, governor, governor, governor, events, tokens);
  }

  /** Opens the door on something else. */
  void reopen(Core other) {
    reopen(other, Optional.empty());
  }

  /** Opens the door on something else, with what the launcher says when it looks. */
  void reopen(Core other, Optional<String> probe) {
    close();
    open(other, probe);
  }

  private void open(Core behind, Optional<String> probe) {
    var drain = new Drain(Optional.empty());
    var gate = new Gate(behind, probe);
    var caller = new CallerFilter(loopbackOnly, names, drain);
    servlet = new ForgeServlet(behind, "1.2.3", gate, drain);
    server = new Server();
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(UriCompliance.LEGACY); // as in the product: odd paths are ours to answer
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var context = new ServletContextHandler();
    var filter = new FilterHolder(caller);
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    var holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    context.addServlet(new ServletHolder(new ErrorPage()), "/error-page");
    context.addServlet(new ServletHolder(new Fragile()), "/fragile/*");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    var errors = new ErrorPageErrorHandler();
    errors.addErrorPage(400, 599, "/error-page");
    context.setErrorHandler(errors);
    server.setHandler(new ContextHandlerCollection(context));
    try {
      server.start();
      var lane = new CallLane(behind, gate, caller, drain);
      connector = (ServerConnector) new Listening(200, lane).createConnector(server);
      server.addConnector(connector);
      connector.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void close() {
    servlet.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** A stream of events, line by line, until it ends. */
  Stream<String> lines(String method, String path, String json, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
            .headers("Content-Type", "application/json", "Accept", "text/event-stream");
    if (headers.length > 0) request.headers(headers);
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofLines());
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (!type.startsWith("text/event-stream"))
        throw new IllegalStateException(response.statusCode() + " " + type);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What listens. */
  ServerConnector connector() {
    return connector;
  }

  int port() {
    return connector.getLocalPort();
  }

  Reply get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Reply post(String path, String json, String... headers) {
    return send("POST", path, BodyPublishers.ofString(json), json(headers));
  }

  Reply post(String path, byte[] json) {
    return send("POST", path, BodyPublishers.ofByteArray(json), json());
  }

  private static String[] json(String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Content-Type";
    all[1] = "application/json";
    return all;
  }

  Reply send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, body);
    if (headers.length > 0) request.headers(headers);
    try {
      return new Reply(CLIENT.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends these bytes as they are, and gives all that comes back until the server hangs up. */
  String raw(byte[] request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      var answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  /** Sends these lines, each ended as HTTP wants it. */
  String raw(String... lines) throws IOException {
    return raw((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Somebody else's servlet behind the same door: sends the error it is asked for, or breaks. */
  private static final class Fragile extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.sendError(Integer.parseInt(request.getPathInfo().substring(1)), "secret");
    }
  }

  /** What came back. */
  record Reply(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    Map<String, Object> json() {
      return Fields.of(Json.read(response.body()), "").values();
    }

    String code() {
      return (String) json().get("code");
    }

    String message() {
      return (String) json().get("message");
    }
  }
}
