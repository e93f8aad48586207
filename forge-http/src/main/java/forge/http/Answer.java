// SPDX-License-Identifier: Apache-2.0
package forge.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;

/**
 * What goes back over the wire.
 *
 * @param status HTTP status
 * @param type media type of the body; empty: there is no body
 * @param content the body
 * @param headers further headers
 */
record Answer(int status, String type, Content content, Map<String, String> headers) {

  /** The type of nearly all answers. */
  static final String JSON = "application/json;charset=utf-8";

  /** A body, when status and headers are set. */
  @FunctionalInterface
  interface Content {

    /** Sends it; a HEAD gets the headers only. */
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  /** A body that is there as a whole. */
  record Bytes(byte[] bytes) implements Content {

    @Override
    public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
      response.setContentLength(bytes.length);
      if (!isHead(request)) response.getOutputStream().write(bytes);
    }
  }

  /** With a body that is there as a whole. */
  Answer(int status, String type, byte[] body, Map<String, String> headers) {
    this(status, type, new Bytes(body), headers);
  }

  /** Nothing here is a page: a browser may show it as text, and do nothing with it. */
  private static final Map<String, String> FIXED =
      Map.of(
          "Cache-Control", "no-store",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  /** The same for the wire. */
  static final List<HttpField> FIELDS =
      FIXED.entrySet().stream()
          .<HttpField>map(field -> new PreEncodedHttpField(field.getKey(), field.getValue()))
          .toList();

  /** Plain data as JSON. */
  static Answer json(int status, Object plain) {
    return json(status, plain, Map.of());
  }

  /** Plain data as JSON, with headers. */
  static Answer json(int status, Object plain, Map<String, String> headers) {
    return new Answer(status, JSON, Json.write(plain), headers);
  }

  /** 200 with an object of these fields: name, value, name, value. */
  static Answer ok(Object... namesAndValues) {
    return json(200, Json.object(namesAndValues));
  }

  /** 200 with text. */
  static Answer text(String type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new Answer(200, type + ";charset=utf-8", body, Map.of());
  }

  /** 204 that says which methods there are. */
  static Answer allow(String methods) {
    return new Answer(204, "", new byte[0], Map.of("Allow", methods));
  }

  /** This, with one header more. */
  Answer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Answer(status, type, content, all);
  }

  /** The body, which must be there as a whole. */
  byte[] body() {
    return ((Bytes) content).bytes();
  }

  /** What stands in every answer, for browsers above all, and what this one has beside. */
  Map<String, String> fixedHeaders() {
    Map<String, String> all = new LinkedHashMap<>(FIXED);
    all.putAll(headers);
    return all;
  }

  /** Sends it: HEAD gets the headers only. */
  void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (status >= 400) Body.discard(request);
    response.setStatus(status);
    FIXED.forEach(response::setHeader);
    headers.forEach(response::setHeader);
    if (type.isEmpty()) return;
    response.setContentType(type);
    content.send(request, response);
  }

  private static boolean isHead(HttpServletRequest request) {
    return request.getMethod().equals("HEAD");
  }
}
