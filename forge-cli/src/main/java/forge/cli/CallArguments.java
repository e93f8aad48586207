// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/** {@code key=value} words as a call's arguments: typed as the skill's schema has them. */
final class CallArguments {

  private final JsonObject properties;

  CallArguments(JsonObject inputSchema) {
    this.properties = Json.object(inputSchema, "properties");
  }

  /**
   * The arguments.
   *
   * @throws Ended when a word is none, or its value is not of its type
   */
  JsonObject read(List<String> words) {
    JsonObject arguments = new JsonObject();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) throw Ended.wrong("an argument is KEY=VALUE, not '" + word + "'");
      String key = word.substring(0, equals);
      boolean isRaw = key.endsWith(":") && key.length() > 1;
      if (isRaw) key = key.substring(0, key.length() - 1);
      if (arguments.has(key)) throw Ended.wrong("'" + key + "' is given twice");
      arguments.add(key, isRaw ? json(key, word, List.of()) : value(key, word));
    }
    return arguments;
  }

  private JsonElement value(String key, String word) {
    String text = word.substring(word.indexOf('=') + 1);
    List<String> types = types(key);
    boolean mayBeText = types.isEmpty() || types.contains("string");
    boolean isText = types.contains("string") && types.size() == 1;
    if (isText) return new JsonPrimitive(text);
    if (!mayBeText) return json(key, word, types);
    try {
      return Json.read(text);
    } catch (IllegalArgumentException e) {
      return new JsonPrimitive(text);
    }
  }

  /** The types that a parameter may have; null is no type to write. */
  private List<String> types(String key) {
    JsonElement type = Json.object(properties, key).get("type");
    List<String> types = new ArrayList<>();
    JsonArray all = new JsonArray();
    if (type != null && type.isJsonArray()) all = type.getAsJsonArray();
    else if (type != null) all.add(type);
    for (JsonElement each : all)
      if (!each.getAsString().equals("null")) types.add(each.getAsString());
    return types;
  }

  private static JsonElement json(String key, String word, List<String> types) {
    String text = word.substring(word.indexOf('=') + 1);
    try {
      JsonElement value = Json.read(text);
      return value.isJsonNull() ? JsonNull.INSTANCE : value;
    } catch (IllegalArgumentException e) {
      String wanted = types.isEmpty() ? "JSON" : String.join(" or ", types) + ", as JSON";
      throw Ended.wrong(
          "'"
              + key
              + "' takes "
              + wanted
              + ", and this is none: "
              + Cells.clip(text, 100)
              + example(types));
    }
  }

  private static String example(List<String> types) {
    String type = types.isEmpty() ? "" : types.get(0);
    return switch (type) {
      case "integer" -> "; write e.g. 3";
      case "number" -> "; write e.g. 2.5";
      case "boolean" -> "; write true or false";
      case "array" -> "; quote it for the shell, e.g. 'KEY=[1,2]'";
      default -> "; quote it for the shell, e.g. 'KEY={\"a\":1}'";
    };
  }
}
