// SPDX-License-Identifier: Apache-2.0
package forge.http;

/**
 * One row of the table: what is asked for, and who answers.
 *
 * @param method HTTP method; a row for GET serves HEAD
 * @param path template, e.g. {@code /api/v1/skills/{name}}, with at most one variable
 * @param bodyLimit longest body, bytes
 * @param handler who answers
 */
record Route(String method, String path, int bodyLimit, Handler handler) {

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
  static Route get(String path, Handler handler) {
    return new Route("GET", path, 0, handler);
  }

  /** A row that does something with what is sent. */
  static Route post(String path, int bodyLimit, Handler handler) {
    return new Route("POST", path, bodyLimit, handler);
  }

  /** A row that takes something away. */
  static Route delete(String path, Handler handler) {
    return new Route("DELETE", path, 0, handler);
  }
}
