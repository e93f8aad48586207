// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Role;
import java.util.Optional;

/**
 * One row of the table: what is asked for, and who answers.
 *
 * @param method HTTP method; a row for GET serves HEAD
 * @param path template, e.g. {@code /api/v1/skills/{name}}, with at most one variable
 * @param role what a caller must be allowed to do; empty: anybody may, it is a page without secrets
 * @param bodyLimit longest body, bytes
 * @param handler who answers
 */
record Route(String method, String path, Optional<Role> role, int bodyLimit, Handler handler) {

  /** Answers one request. */
  @FunctionalInterface
  interface Handler {

    /**
     * The answer.
     *
     * @throws ErrorAnswer when it is an error
     */
    Answer handle(Exchange exchange);
  }

  /** A row that reads. */
  static Route get(String path, Role role, Handler handler) {
    return new Route("GET", path, Optional.of(role), 0, handler);
  }

  /** A row for a browser to go to, which can show no token on its way. */
  static Route page(String path, Handler handler) {
    return new Route("GET", path, Optional.empty(), 0, handler);
  }

  /** A row that does something with what is sent. */
  static Route post(String path, Role role, int bodyLimit, Handler handler) {
    return new Route("POST", path, Optional.of(role), bodyLimit, handler);
  }

  /** A row that takes something away. */
  static Route delete(String path, Role role, Handler handler) {
    return new Route("DELETE", path, Optional.of(role), 0, handler);
  }
}
