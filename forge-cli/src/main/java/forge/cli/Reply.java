// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * What a gateway answered.
 *
 * @param address who answered
 * @param status the HTTP status
 * @param type the media type; empty: none was told
 * @param body the body as text
 */
record Reply(Address address, int status, String type, String body) {

  private static final List<String> TYPES =
      List.of("application/json", "text/x-java-source", "text/x-diff", "text/event-stream");

  /**
   * This reply, when a gateway gave it: its errors have one shape, its types are few.
   *
   * @throws Ended when something else answered
   */
  Reply ofGateway() {
    boolean known = false;
    for (String each : TYPES) known |= type.startsWith(each);
    if (!known || status < 200 || status >= 300 && status < 400) throw foreign();
    if (status >= 400 && !isRefusal(object())) throw foreign();
    return this;
  }

  private static boolean isRefusal(JsonObject body) {
    return body.has("success")
        || Json.text(body, "status").equals("error") && body.has("code") && body.has("message");
  }

  /** Whether what was asked for was done. */
  boolean isOk() {
    return status < 300;
  }

  /**
   * The body as a JSON object.
   *
   * @throws Ended when it is none
   */
  JsonObject object() {
    try {
      return Json.read(body).getAsJsonObject();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw foreign();
    }
  }

  /**
   * The body as a JSON object that has a field which a gateway's answer always has.
   *
   * @throws Ended when it has not
   */
  JsonObject with(String field) {
    JsonObject object = object();
    if (object.has(field)) return object;
    throw foreign();
  }

  /** Something else answered. */
  Ended foreign() {
    return Ended.unreachable(
        "what answers at "
            + address.url()
            + " is no Forge gateway (HTTP "
            + status
            + (type.isEmpty() ? "" : ", " + Cells.line(type))
            + "): another program has that port, by "
            + address.origin()
            + "; name the gateway's with --gateway URL or GATEWAY_URL");
  }
}
