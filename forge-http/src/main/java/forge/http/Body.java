// SPDX-License-Identifier: Apache-2.0
package forge.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Reads a request's body: JSON by its header, and no more than allowed. */
final class Body {

  private static final int MOST_DISCARDED = 64 * 1024 * 1024;
  private static final byte[] NONE = {};

  private final HttpServletRequest request;
  private final int limit;

  Body(HttpServletRequest request, int limit) {
    this.request = request;
    this.limit = limit;
  }

  /**
   * The bytes; none when there is no body, whatever its header says.
   *
   * @throws ErrorAnswer 415 when they are said to be something else than JSON, 413 when they are
   *     too many, 400 when they end early
   */
  byte[] read() {
    long length = request.getContentLengthLong();
    if (length == 0) return NONE;
    boolean json = isJson(request.getContentType());
    if (length > 0 && !json) throw notJson();
    if (length > limit) throw tooLarge();
    try {
      InputStream in = request.getInputStream();
      if (length >= 0) return in.readNBytes((int) length);
      byte[] bytes = in.readNBytes(json ? limit + 1 : 1);
      if (bytes.length <= (json ? limit : 0)) return bytes;
      in.skip(MOST_DISCARDED); // see discard; this client has been told to write
      throw json ? tooLarge() : notJson();
    } catch (IOException e) {
      throw endedEarly();
    }
  }

  /** It is shorter than was said. */
  static ErrorAnswer endedEarly() {
    return new ErrorAnswer(400, "bad_request", "The body ended early; send all of it");
  }

  private static ErrorAnswer notJson() {
    return new ErrorAnswer(
        415,
        "unsupported_media_type",
        "The body is not said to be JSON; send the header Content-Type: application/json");
  }

  private ErrorAnswer tooLarge() {
    return new ErrorAnswer(
        413, "too_large", "The body is larger than " + limit + " bytes; send less");
  }

  /**
   * Reads and forgets what is left of a body that gets an error: a client that writes all before it
   * reads would see its connection break, and no answer. One that asked first does not write.
   */
  static void discard(HttpServletRequest request) {
    if (request.getContentLengthLong() == 0 || request.getHeader("Expect") != null) return;
    try {
      request.getInputStream().skip(MOST_DISCARDED);
    } catch (IOException | IllegalStateException e) {
      // it was not wanted anyway; the connection is closed behind the answer
    }
  }

  /** {@code application/json}, with no other charset than JSON's own. */
  static boolean isJson(String type) {
    if (type == null) return false;
    int end = type.indexOf(';');
    if (end < 0) return type.strip().equalsIgnoreCase("application/json");
    if (!type.substring(0, end).strip().equalsIgnoreCase("application/json")) return false;
    String parameters = type.substring(end + 1).replace("\"", "").toLowerCase(Locale.ROOT);
    int charset = parameters.indexOf("charset=");
    return charset < 0 || parameters.startsWith("utf-8", charset + "charset=".length());
  }
}
