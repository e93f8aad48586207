// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** JSON: read strictly, looked into gently. */
final class Json {

  private Json() {}

  /**
   * One value, and nothing behind it.
   *
   * @throws IllegalArgumentException that says where it goes wrong
   */
  static JsonElement read(String text) {
    JsonReader in = new JsonReader(new StringReader(text));
    in.setStrictness(Strictness.STRICT);
    try {
      JsonElement value = JsonParser.parseReader(in);
      if (in.peek() == JsonToken.END_DOCUMENT) return value;
      throw new IllegalArgumentException("there is more behind the value" + place(in));
    } catch (IOException | RuntimeException e) {
      if (e instanceof IllegalArgumentException) throw (IllegalArgumentException) e;
      throw new IllegalArgumentException("it goes wrong" + place(in));
    }
  }

  /** The reader tells the place only in the text of {@code toString}. */
  private static String place(JsonReader in) {
    String text = in.toString();
    int at = text.indexOf(" at line ");
    int end = text.indexOf(" path ", at);
    return at < 0 || end < 0 ? "" : text.substring(at, end);
  }

  /** The text of a field; empty when there is none. */
  static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }

  /** The number of a field; 0 when there is none. */
  static long number(JsonObject object, String name) {
    JsonElement value = object.get(name);
    boolean isNumber = value != null && value.isJsonPrimitive() && isNumber(value);
    return isNumber ? value.getAsLong() : 0;
  }

  private static boolean isNumber(JsonElement value) {
    return value.getAsJsonPrimitive().isNumber();
  }

  /** Whether a field is true. */
  static boolean isTrue(JsonObject object, String name) {
    return text(object, name).equals("true");
  }

  /** The object of a field; empty when there is none. */
  static JsonObject object(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
  }

  /** The array of a field; empty when there is none. */
  static JsonArray array(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonArray() ? value.getAsJsonArray() : new JsonArray();
  }

  /** The objects in the array of a field. */
  static List<JsonObject> objects(JsonObject object, String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement each : array(object, name))
      if (each.isJsonObject()) objects.add(each.getAsJsonObject());
    return objects;
  }

  /** The texts in the array of a field. */
  static List<String> texts(JsonObject object, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonElement each : array(object, name))
      if (each.isJsonPrimitive()) texts.add(each.getAsString());
    return texts;
  }

  /** A value over several lines, for people. */
  static String pretty(JsonElement value) {
    StringBuilder out = new StringBuilder();
    pretty(value, "\n", out);
    return out.toString();
  }

  private static void pretty(JsonElement value, String line, StringBuilder out) {
    String deeper = line + "  ";
    String before = deeper;
    if (value.isJsonObject() && value.getAsJsonObject().size() > 0) {
      out.append('{');
      for (var field : value.getAsJsonObject().entrySet()) {
        out.append(before).append(new JsonPrimitive(field.getKey())).append(": ");
        pretty(field.getValue(), deeper, out);
        before = "," + deeper;
      }
      out.append(line).append('}');
    } else if (value.isJsonArray() && value.getAsJsonArray().size() > 0) {
      out.append('[');
      for (JsonElement each : value.getAsJsonArray()) {
        out.append(before);
        pretty(each, deeper, out);
        before = "," + deeper;
      }
      out.append(line).append(']');
    } else {
      out.append(value);
    }
  }
}
