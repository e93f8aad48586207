// SPDX-License-Identifier: Apache-2.0
package forge.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

/**
 * Lets through who may call: without tokens, programs of this machine. A page of the web that a
 * browser of this machine shows is none: it has an origin of its own, or a host name that was made
 * to lead here.
 */
@Component(service = {Filter.class, CallerFilter.class})
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardFilterAsyncSupported
public final class CallerFilter implements Filter {

  /** Holds nothing. */
  @Activate
  public CallerFilter() {}

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var http = (HttpServletRequest) request;
    Optional<ErrorAnswer> fault = fault(http);
    if (fault.isEmpty()) chain.doFilter(request, response);
    else fault.get().answer().send(http, (HttpServletResponse) response);
  }

  private static Optional<ErrorAnswer> fault(HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host == null || !isLoopback(host)) return forbidden("forbidden_host", "Host");
    String origin = request.getHeader("Origin");
    if (origin == null) return Optional.empty();
    boolean own = origin.equalsIgnoreCase(request.getScheme() + "://" + host);
    return own ? Optional.empty() : forbidden("forbidden_origin", "Origin");
  }

  private static Optional<ErrorAnswer> forbidden(String code, String header) {
    String message =
        "The header "
            + header
            + " is not of this machine; call http://127.0.0.1 or http://localhost with the"
            + " gateway's port, and not from a web page";
    return Optional.of(new ErrorAnswer(403, code, message));
  }

  /** Whether a Host header, port and all, names this machine to itself. */
  static boolean isLoopback(String host) {
    int bracket = host.indexOf(']');
    int colon = host.indexOf(':', bracket + 1);
    String name = colon < 0 ? host : host.substring(0, colon);
    if (colon >= 0 && number(host, colon + 1, host.length()) < 0) return false;
    return name.equalsIgnoreCase("localhost") || name.equals("[::1]") || isLoopbackV4(name);
  }

  /** 127.0.0.0/8, as four numbers and nothing else: {@code 127.evil.example} is a name. */
  private static boolean isLoopbackV4(String name) {
    if (!name.startsWith("127.")) return false;
    int from = 4;
    for (int part = 0; part < 3; part++) {
      int dot = part == 2 ? name.length() : name.indexOf('.', from);
      if (dot < 0 || dot - from > 3) return false;
      int value = number(name, from, dot);
      if (value < 0 || value > 255) return false;
      from = dot + 1;
    }
    return true;
  }

  /** The number that these characters are; -1 when they are none of at most five digits. */
  private static int number(String text, int from, int to) {
    if (to <= from || to - from > 5) return -1;
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return -1;
      value = value * 10 + c - '0';
    }
    return value;
  }
}
