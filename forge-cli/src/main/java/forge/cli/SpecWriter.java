// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Optional;

/** A spec, put together from a command line. */
final class SpecWriter {

  private final Arguments arguments;
  private final Given given;
  private final JsonObject spec;

  private SpecWriter(Arguments arguments, Given given) {
    this.arguments = arguments;
    this.given = given;
    this.spec = base();
  }

  /**
   * The spec that a command line asks for.
   *
   * @throws Ended when it asks for none
   */
  static JsonObject write(Arguments arguments, Given given) {
    return new SpecWriter(arguments, given).written();
  }

  private JsonObject base() {
    Optional<String> file = arguments.value("spec");
    if (file.isEmpty()) return new JsonObject();
    JsonElement spec = given.json(file.get());
    if (spec.isJsonObject()) return spec.getAsJsonObject();
    throw Ended.wrong("a spec is a JSON object, and " + file.get() + " holds another value");
  }

  private JsonObject written() {
    if (!arguments.word(0).isEmpty()) spec.addProperty("name", arguments.word(0));
    if (!spec.has("name")) throw arguments.wrong("the skill needs a NAME");
    arguments.value("description").ifPresent(text -> spec.addProperty("description", text));
    for (String param : arguments.values("param")) array("params").add(param(param));
    if (arguments.has("body") && arguments.has("source"))
      throw arguments.wrong("give --body or --source, not both");
    for (String code : new String[] {"body", "source"})
      arguments.value(code).ifPresent(file -> spec.addProperty(code, given.text(file)));
    arguments.value("returns").ifPresent(type -> spec.add("returns", returns(type)));
    for (String file : arguments.values("example")) example(given.json(file));
    if (arguments.has("dry-run")) spec.addProperty("dry_run", true);
    return spec;
  }

  private JsonArray array(String name) {
    JsonElement there = spec.get(name);
    if (there != null && there.isJsonArray()) return there.getAsJsonArray();
    JsonArray array = new JsonArray();
    spec.add(name, array);
    return array;
  }

  /** {@code name:type}, and whether it must be given. */
  private JsonObject param(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) throw arguments.wrong("--param is NAME:TYPE[:required], not '" + text + "'");
    String type = text.substring(colon + 1);
    boolean required = type.endsWith(":required");
    if (required || type.endsWith(":optional")) type = type.substring(0, type.lastIndexOf(':'));
    JsonObject param = new JsonObject();
    param.addProperty("name", text.substring(0, colon));
    param.addProperty("type", type);
    param.addProperty("required", required);
    return param;
  }

  private JsonElement returns(String type) {
    if (!type.stripLeading().startsWith("{")) return new JsonPrimitive(type);
    try {
      return Json.read(type);
    } catch (IllegalArgumentException e) {
      throw arguments.wrong(
          "--returns is a type or a JSON Schema, and this is no JSON: " + e.getMessage());
    }
  }

  private void example(JsonElement example) {
    if (example.isJsonArray()) array("examples").addAll(example.getAsJsonArray());
    else array("examples").add(example);
  }
}
