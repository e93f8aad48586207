// SPDX-License-Identifier: Apache-2.0
package forge.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletErrorPage;

/** Gives the errors of the servlet container the shape of ours, and tells nothing else of them. */
@Component(service = Servlet.class)
@HttpWhiteboardServletErrorPage(errorPage = {"4xx", "5xx"})
public final class ErrorPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  /** Holds nothing. */
  @Activate
  public ErrorPage() {}

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    of(status instanceof Integer code ? code : 500).answer().send(request, response);
  }

  /** What is said of a request that never got to a handler. */
  static ErrorAnswer of(int status) {
    return switch (status) {
      case 404 -> new ErrorAnswer(404, "unknown_route", "There is nothing at this path");
      case 405 -> new ErrorAnswer(405, "method_not_allowed", "This method is not for this path");
      case 408 ->
          new ErrorAnswer(
              408, "too_slow", "The request came too slowly to wait for; send it again");
      case 413 -> new ErrorAnswer(413, "too_large", "The request is too large; send less");
      case 414 -> new ErrorAnswer(414, "too_large", "The address is too long; shorten it");
      case 415 -> new ErrorAnswer(415, "unsupported_media_type", "Send application/json");
      case 431 -> new ErrorAnswer(431, "too_large", "The headers are too large; send less");
      case 505 -> new ErrorAnswer(505, "bad_request", "Speak HTTP/1.1");
      case 503 ->
          new ErrorAnswer(503, "starting", "The gateway is starting or stopping; try again");
      default ->
          status < 500
              ? new ErrorAnswer(status, "bad_request", "The request is not proper HTTP; correct it")
              : new ErrorAnswer(status, "internal", "The gateway failed; its log tells more");
    };
  }
}
