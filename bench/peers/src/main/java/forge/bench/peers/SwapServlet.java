// SPDX-License-Identifier: Apache-2.0
package forge.bench.peers;

import com.google.gson.Gson;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A Jetty with one servlet whose code can be changed while it is called: {@code POST /change} with
 * the new text, {@code POST /call} with JSON. Nothing is checked, kept, tried or limited.
 */
public final class SwapServlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final Gson GSON = new Gson();

  private final transient Script.Engine engine;
  private final transient AtomicReference<Script> script = new AtomicReference<>();

  private SwapServlet(Script.Engine engine) {
    this.engine = engine;
  }

  private record Question(String text, int most) {}

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().equals("/change")) change(request, response);
    else call(request, response);
  }

  private void change(HttpServletRequest request, HttpServletResponse response) throws IOException {
    byte[] source = request.getInputStream().readAllBytes();
    try {
      script.set(engine.compile(new String(source, StandardCharsets.UTF_8)));
      answer(response, "{}");
    } catch (Exception e) {
      response.setStatus(400);
      answer(response, GSON.toJson(String.valueOf(e.getMessage())));
    }
  }

  private void call(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Question question = GSON.fromJson(request.getReader(), Question.class);
    answer(response, GSON.toJson(script.get().call(question.text, question.most)));
  }

  private static void answer(HttpServletResponse response, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /**
   * Serves until it is killed.
   *
   * @param args {@code groovy} or {@code javac}, and the file to write its port to
   */
  public static void main(String[] args) throws Exception {
    Script.Engine engine = args[0].equals("groovy") ? new GroovyEngine() : new JavacEngine();
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(new SwapServlet(engine)), "/*");
    server.setHandler(context);
    server.start();
    Path part = Path.of(args[1] + ".part");
    Files.writeString(part, Integer.toString(connector.getLocalPort()));
    Files.move(part, Path.of(args[1]));
    server.join();
  }
}
