// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import com.google.gson.Gson;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What a person would write by hand in place of a skill: a Jetty with one servlet that reads the
 * same JSON, does the same, and writes the same JSON. Nothing is checked, limited, counted or
 * logged.
 */
public final class BareServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  /** As many as the gateway's server has. */
  private static final int MAX_THREADS = 640;

  private static final int HEADERS = 16 * 1024;
  private static final Gson GSON = new Gson();

  private record Question(String text, long number) {}

  private record Reply(String greeting, long next) {}

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Question question = GSON.fromJson(request.getReader(), Question.class);
    Reply reply = new Reply("Hello " + question.text, question.number + 1);
    byte[] json = GSON.toJson(reply).getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/json;charset=utf-8");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }

  /** Serves until it is killed, and writes its port to the file that the argument names. */
  public static void main(String[] args) throws Exception {
    Server server = new Server(new QueuedThreadPool(MAX_THREADS));
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADERS);
    http.setResponseHeaderSize(HEADERS);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(BareServlet.class, "/*");
    server.setHandler(context);
    server.start();
    Path part = Path.of(args[0] + ".part");
    Files.writeString(part, Integer.toString(connector.getLocalPort()));
    Files.move(part, Path.of(args[0]));
    server.join();
  }
}
