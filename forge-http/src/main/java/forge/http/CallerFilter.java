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
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The first to see a request: gives it a number, and lets it through when it was meant for this
 * gateway. A page of the web that a browser shows is no caller: it has an origin of its own, or a
 * host name that was made to lead here.
 */
@Component(service = {Filter.class, CallerFilter.class})
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardFilterAsyncSupported
public final class CallerFilter implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger(CallerFilter.class);

  /** The header of a request's number. */
  static final String ID = "X-Request-Id";

  /** What the log calls a request's number. */
  static final String MDC_ID = "request";

  private static final Pattern OTHERS_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final boolean loopbackOnly;
  private final Set<String> names;
  private final Drain drain;

  /**
   * Where the gateway listens, {@code forge.host}, and what it is called by, {@code forge.names}.
   */
  @Activate
  public CallerFilter(BundleContext context, @Reference Drain drain) {
    this(
        isLoopbackAddress(context.getProperty("forge.host")),
        names(Optional.ofNullable(context.getProperty("forge.names")).orElse("")),
        drain);
  }

  CallerFilter(boolean loopbackOnly, Set<String> names, Drain drain) {
    this.loopbackOnly = loopbackOnly;
    this.names = names;
    this.drain = drain;
  }

  private static boolean isLoopbackAddress(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true;
    }
  }

  private static Set<String> names(String list) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : list.split(",")) if (!name.isBlank()) names.add(name.strip());
    return names;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var http = (HttpServletRequest) request;
    var answer = (HttpServletResponse) response;
    String id = id(http.getHeader(ID));
    answer.setHeader(ID, id);
    MDC.put(MDC_ID, id);
    try {
      drain.begin();
      try {
        pass(http, answer, chain);
      } finally {
        drain.end();
      }
    } catch (ErrorAnswer e) {
      send(e, http, answer);
    } finally {
      log(answer.getStatus(), http.getMethod(), http.getPathInfo(), http.getRemoteAddr());
      MDC.remove(MDC_ID);
    }
  }

  private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<ErrorAnswer> fault = fault(request);
    if (fault.isEmpty()) chain.doFilter(request, response);
    else send(fault.get(), request, response);
  }

  private static void send(
      ErrorAnswer error, HttpServletRequest request, HttpServletResponse response) {
    try {
      error.answer().send(request, response);
    } catch (IOException e) {
      LOG.debug("a client has gone before its answer: {}", e.toString());
    }
  }

  /** The caller's own number, when it is fit for a log. */
  static String id(String given) {
    if (given != null && OTHERS_ID.matcher(given).matches()) return given;
    return Long.toHexString(ThreadLocalRandom.current().nextLong());
  }

  /** One line for each that was kept out; what skills and specs get wrong is told elsewhere. */
  static void log(int status, String method, String path, String from) {
    if (status != 401 && status != 403 && status != 429 && status != 413) return;
    LOG.info(
        "refusal status={} method={} path=\"{}\" from={}",
        status,
        Text.line(method, 20),
        Text.line(String.valueOf(path), 200).replace("\"", "'"),
        from);
  }

  private Optional<ErrorAnswer> fault(HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host == null || !isOurs(host)) return forbidden("forbidden_host", "Host");
    String origin = request.getHeader("Origin");
    if (origin == null) return Optional.empty();
    boolean own =
        origin.equalsIgnoreCase(request.getScheme() + "://" + host)
            || names.contains(name(host)) && origin.equalsIgnoreCase("https://" + host);
    return own ? Optional.empty() : forbidden("forbidden_origin", "Origin");
  }

  /** By any name for other machines, which need a token; unless its names are told. */
  boolean isOurs(String host) {
    return isLoopback(host)
        || (loopbackOnly || !names.isEmpty() ? names.contains(name(host)) : true);
  }

  /** A Host header without its port. */
  private static String name(String host) {
    return host.replaceFirst(":[0-9]{1,5}$", "");
  }

  private static Optional<ErrorAnswer> forbidden(String code, String header) {
    String message =
        "The header "
            + header
            + " is not of this gateway; call it by its own address, e.g. http://127.0.0.1 with its"
            + " port, and not from a web page (FORGE_NAMES tells it further names)";
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
