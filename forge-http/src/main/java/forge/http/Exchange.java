// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/** One request, as its handler sees it. */
final class Exchange {

  private final HttpServletRequest request;
  private final Body body;
  private final String variable;
  private final Caller caller;

  /**
   * A request that has found its route.
   *
   * @param variable what stands in the path for the template's variable; empty when it has none
   * @param caller who asks
   */
  Exchange(HttpServletRequest request, int bodyLimit, String variable, Caller caller) {
    this.request = request;
    this.body = new Body(request, bodyLimit);
    this.variable = variable;
    this.caller = caller;
  }

  /**
   * The skill that the path names.
   *
   * @throws ErrorAnswer 404 when it can name none
   */
  SkillName skill() {
    return skill(variable);
  }

  /**
   * The skill of that name.
   *
   * @throws ErrorAnswer 404 when it is no name
   */
  static SkillName skill(String name) {
    try {
      return new SkillName(name);
    } catch (IllegalArgumentException e) {
      throw ErrorAnswer.unknownSkill(name);
    }
  }

  /** What stands in the path for the template's variable. */
  String variable() {
    return variable;
  }

  /** The body as it came. */
  byte[] body() {
    return body.read();
  }

  /** The body as plain data; no body is an empty object. */
  Object json() {
    byte[] bytes = body.read();
    return bytes.length == 0 ? Map.of() : Json.read(bytes);
  }

  /** The fields of the body, which must be an object; no body has none. */
  Fields fields() {
    return Fields.of(json(), "");
  }

  /** Whether the headers only are wanted. */
  boolean isHead() {
    return request.getMethod().equals("HEAD");
  }

  /** The header of that name, if it says something. */
  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name)).filter(value -> !value.isBlank());
  }

  /** What kinds of answer are wanted. */
  Accept accept() {
    return Accept.of(Collections.list(request.getHeaders("Accept")));
  }

  /** The first query parameter of that name. */
  Optional<String> parameter(String name) {
    String query = request.getQueryString();
    if (query == null) return Optional.empty();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && decoded(pair.substring(0, equals), name).equals(name))
        return Optional.of(decoded(pair.substring(equals + 1), name));
    }
    return Optional.empty();
  }

  private static String decoded(String text, String name) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ErrorAnswer.badRequest(name, "cannot be read: the query is not percent-encoded");
    }
  }

  /** Who asks, as the audit trail is to name them. */
  String author() {
    return caller.author(Optional.empty());
  }

  /** Who asks: the one that is named, or else as far as is known. */
  String author(Optional<String> named) {
    return caller.author(named);
  }

  /** The port that the request came in by. */
  int port() {
    return request.getLocalPort();
  }
}
