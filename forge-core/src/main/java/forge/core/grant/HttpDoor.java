// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.Failure;
import forge.api.HttpReply;
import forge.api.Refusal;
import forge.api.SkillHttp;
import forge.core.data.Json;
import forge.core.data.Plain;
import forge.core.data.Reply;
import forge.core.grant.Exchange.Answer;
import forge.core.grant.Web.Wire;
import forge.core.spec.GrantsReader;
import forge.make.Grant.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web for one call. What it is given is copied and checked before any of it is used. */
final class HttpDoor implements SkillHttp {

  static final int MAX_REQUESTS = 32;
  static final int MAX_OUT = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
  private static final int MAX_BODY = 1 << 20;
  private static final int MAX_HEADERS = 50;
  private static final int MAX_VALUE = 8_192;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

  /** What says where a message ends, or is of the connection. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "keep-alive",
          "upgrade",
          "te",
          "trailer",
          "expect",
          "accept-encoding",
          "http2-settings");

  private final Access access;
  private final Web web;
  private final Secrets secrets;
  private final Errands errands;
  private int requests;
  private long bytesOut;

  HttpDoor(Access access, Web web, Secrets secrets, Errands errands) {
    this.access = access;
    this.web = web;
    this.secrets = secrets;
    this.errands = errands;
  }

  @Override
  public HttpReply get(String url) {
    return send("GET", url, Map.of(), null);
  }

  @Override
  public HttpReply send(String method, String url, Map<String, String> headers, Object body) {
    if (!GrantsReader.METHODS.contains(String.valueOf(method)))
      throw Access.failed("a method is one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    WebAddress to = address(url);
    String granted = granted(to, method);
    Blots blots = new Blots();
    Map<String, String> head = headers(headers, to, granted, blots);
    byte[] content = content(body, head);
    byte[] request = request(method, to, head, content, body != null);
    spend(request.length);
    return exchanged(method, to, request, blots);
  }

  private WebAddress address(String url) {
    return WebAddress.read(String.valueOf(url))
        .orElseThrow(
            () ->
                access.denied(
                    "this URL cannot be asked for: http or https, a host by its name, then a path;"
                        + " ASCII only, percent-encode the rest; no user, no address, no #"));
  }

  /** How the grant names the host. */
  private String granted(WebAddress to, String method) {
    String whole = to.host() + ":" + to.port();
    String name = access.has(Kind.HTTP, whole, method) ? whole : to.authority();
    access.require(Kind.HTTP, name, method);
    return name;
  }

  private Map<String, String> headers(
      Map<String, String> given, WebAddress to, String granted, Blots blots) {
    Map<String, String> head = new LinkedHashMap<>();
    for (Map.Entry<?, ?> each : plain(given).entrySet()) {
      String name = each.getKey().toString();
      if (!NAME.matcher(name).matches()) throw Access.failed("a header has no good name");
      String key = name.toLowerCase(Locale.ROOT);
      if (OURS.contains(key) || key.startsWith("proxy-"))
        throw Access.failed("the header " + name + " is the gateway's to send; leave it out");
      if (!(each.getValue() instanceof String value)
          || value.length() > MAX_VALUE
          || !VALUE.matcher(value).matches())
        throw Access.failed(
            "the header " + name + " must be printable ASCII in one line, at most " + MAX_VALUE);
      head.put(name, blots.filled(value, secret -> secret(secret, to, granted)));
      if (head.size() > MAX_HEADERS) throw Access.failed("at most " + MAX_HEADERS + " headers");
    }
    return head;
  }

  private static Map<?, ?> plain(Object given) {
    if (given == null) return Map.of();
    try {
      return (Map<?, ?>) Plain.strict(given);
    } catch (IllegalArgumentException e) {
      throw Access.failed("the headers: " + e.getMessage());
    }
  }

  private String secret(String name, WebAddress to, String granted) {
    access.require(Kind.SECRET, name, granted);
    if (!to.tls() && !web.isPrivate(to))
      throw access.denied(
          "a secret goes over https only; " + to.authority() + " was asked by http");
    return secrets.value(name);
  }

  private static byte[] content(Object body, Map<String, String> head) {
    byte[] content = bytes(body);
    if (content.length > MAX_BODY)
      throw Access.failed("a body may have " + MAX_BODY + " bytes, got " + content.length);
    boolean named = head.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("content-type"));
    boolean json = body instanceof Map || body instanceof List;
    if (json && !named) head.put("Content-Type", "application/json");
    return content;
  }

  private static byte[] bytes(Object body) {
    if (body == null) return new byte[0];
    if (body instanceof byte[] bytes) {
      if (bytes.length <= MAX_BODY) return bytes.clone();
      throw Access.failed("a body may have " + MAX_BODY + " bytes, got " + bytes.length);
    }
    if (body instanceof String text) return text.getBytes(StandardCharsets.UTF_8);
    try {
      return Json.write(Plain.strict(body)).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Access.failed("the body: " + e.getMessage());
    }
  }

  private static byte[] request(
      String method, WebAddress to, Map<String, String> head, byte[] content, boolean hasBody) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(to.target()).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(to.authority()).append("\r\n");
    head.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    boolean agent = head.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("user-agent"));
    if (!agent) text.append("User-Agent: forge\r\n");
    if (hasBody || method.startsWith("P"))
      text.append("Content-Length: ").append(content.length).append("\r\n");
    text.append("Accept-Encoding: identity\r\nConnection: close\r\n\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    whole.writeBytes(content);
    return whole.toByteArray();
  }

  private void spend(int bytes) {
    bytesOut += bytes;
    if (++requests > MAX_REQUESTS)
      throw overBudget("a call may send " + MAX_REQUESTS + " requests");
    if (bytesOut > MAX_OUT) throw overBudget("a call may send " + (MAX_OUT >> 20) + " MB");
  }

  private static Refusal overBudget(String message) {
    return new Refusal(Failure.OVER_BUDGET, message, List.of());
  }

  private HttpReply exchanged(String method, WebAddress to, byte[] request, Blots blots) {
    long begun = System.nanoTime();
    Wire wire = new Wire();
    int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(access.deadline() - begun));
    access.count().requests.increment();
    access.count().bytesOut.add(request.length);
    Answer answer = answer(wire, () -> blots.over(sent(method, to, request, millis, wire)));
    access.count().bytesIn.add(answer.body().length);
    LOG.info(
        "http skill={} method={} host={} status={} bytes_out={} bytes_in={} ms={}",
        access.skill(),
        method,
        to.authority(),
        answer.status(),
        request.length,
        answer.body().length,
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    return new Reply(answer.status(), answer.headers(), answer.body(), Json::read);
  }

  private Answer answer(Wire wire, Callable<Answer> task) {
    try {
      return errands.run(access.deadline(), wire::cut, task);
    } catch (Refusal e) {
      if (e.failure() == Failure.DENIED) throw access.denied(e.getMessage());
      throw e;
    }
  }

  private Answer sent(String method, WebAddress to, byte[] request, int millis, Wire wire) {
    try (Socket socket = web.open(to, millis, wire)) {
      return Exchange.over(socket, method, request);
    } catch (IOException e) {
      throw Access.failed("no answer from " + to.authority() + ": " + Words.of(e));
    }
  }
}
