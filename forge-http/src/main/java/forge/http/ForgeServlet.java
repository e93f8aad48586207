// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.make.Rejected;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The door: looks the route up, lets it answer, and turns whatever is thrown into an answer. */
@Component(service = Servlet.class, property = "forge.door=http")
@HttpWhiteboardServletPattern("/*")
@HttpWhiteboardServletAsyncSupported
public final class ForgeServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(ForgeServlet.class);

  private final transient Routes routes;
  private final transient Gate gate;

  /**
   * Started by Declarative Services.
   *
   * @param filter only waited for: no request gets here before it is on watch
   */
  @Activate
  public ForgeServlet(BundleContext context, @Reference Core core, @Reference CallerFilter filter) {
    this(
        core,
        context.getBundle().getVersion().toString(),
        Optional.ofNullable(context.getProperty("forge.probe")));
  }

  ForgeServlet(Core core, String version, Optional<String> probe) {
    routes = Routes.of(core, new StatusApi(core, version));
    gate = new Gate(core, probe);
  }

  /** What can be asked for. */
  Routes routes() {
    return routes;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(request).send(request, response);
  }

  private Answer answer(HttpServletRequest request) {
    try {
      return routes.answer(request, gate);
    } catch (ErrorAnswer e) {
      return e.answer();
    } catch (Rejected e) {
      return ErrorAnswer.of(e).answer();
    } catch (RuntimeException | Error e) {
      return broken(request, e);
    }
  }

  /** A bug: the caller gets the request's number, the log has the rest under it. */
  private static Answer broken(HttpServletRequest request, Throwable cause) {
    String id = MDC.get(CallerFilter.MDC_ID);
    String path = Text.line(String.valueOf(request.getPathInfo()), 200);
    LOG.error("request {} failed: {} {}", id, request.getMethod(), path, cause);
    return new ErrorAnswer(
            500,
            "internal",
            "The gateway failed in a way it did not mean to; its log tells more of request " + id)
        .answer();
  }
}
