// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;

/** JSON text and plain data. */
final class Plain {

  private static final Gson GSON =
      new GsonBuilder()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .disableHtmlEscaping()
          .serializeNulls()
          .create();

  private Plain() {}

  static String json(Object plain) {
    return GSON.toJson(plain);
  }

  static Object read(String what, String json) {
    try {
      return GSON.fromJson(json, Object.class);
    } catch (JsonParseException e) {
      throw new Refused(what + " is no JSON: " + json);
    }
  }

  static int number(String text) {
    try {
      return Math.max(1, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new Refused("'" + text + "' is no number");
    }
  }
}
