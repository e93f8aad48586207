// SPDX-License-Identifier: Apache-2.0
package forge.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door: looks the route up, lets it answer, and turns whatever is thrown into an answer. */
@Component(service = Servlet.class, property = "forge.door=http")
@HttpWhiteboardServletPattern("/*")
@HttpWhiteboardServletAsyncSupported
public final class ForgeServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(ForgeServlet.class);

  /** Each costs a connection and a place in the ring of events, but no thread. */
  private static final int MOST_STREAMS = 128;

  private final transient Routes routes;
  private final transient Streams streams;
  private final transient Gate gate;

  /**
   * Started by Declarative Services.
   *
   * @param filter only waited for: no request gets here before it is on watch
   * @param drain waits for what is being done
   */
  @Activate
  public ForgeServlet(
      BundleContext context,
      @Reference Core core,
      @Reference CallerFilter filter,
      @Reference Gate gate,
      @Reference Drain drain) {
    this(core, context.getBundle().getVersion().toString(), gate, drain);
  }

  ForgeServlet(Core core, String version, Gate gate, Drain drain) {
    streams = new Streams(MOST_STREAMS, drain);
    routes = Routes.of(core, new StatusApi(core, version), streams, version);
    this.gate = gate;
  }

  @Deactivate
  void close() {
    streams.close();
  }

  /** What can be asked for. */
  Routes routes() {
    return routes;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    try {
      answer(request).send(request, response);
    } catch (IOException e) {
      LOG.debug("a client has gone before its answer: {}", e.toString());
    }
  }

  private Answer answer(HttpServletRequest request) {
    String what = request.getMethod() + " " + Text.line(String.valueOf(request.getPathInfo()), 200);
    return Guard.answer(what, () -> routes.answer(request, gate));
  }
}
