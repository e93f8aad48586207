// SPDX-License-Identifier: Apache-2.0
package forge.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpHeaders;

/**
 * What came back over HTTP.
 *
 * @param status the status code
 * @param headers the headers, names in any case
 * @param body the body as text
 */
public record Answer(int status, HttpHeaders headers, String body) {

  /** The body as JSON. */
  public JsonElement json() {
    return JsonParser.parseString(body);
  }

  /** The body as a JSON object. */
  public JsonObject object() {
    return json().getAsJsonObject();
  }

  /** The body as a JSON array. */
  public JsonArray array() {
    return json().getAsJsonArray();
  }
}
