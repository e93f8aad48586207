// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** All that is worth knowing of one skill. */
final class SkillPage {

  private final Screen screen;

  SkillPage(Screen screen) {
    this.screen = screen;
  }

  /** Shows a skill. */
  void show(JsonObject skill) {
    String name = Json.text(skill, "name");
    screen.say(screen.bold(name + " " + Json.text(skill, "version")) + "  " + state(skill));
    String description = Cells.lines(Json.text(skill, "description")).strip();
    if (!description.isEmpty()) screen.say(description);
    screen.say("");
    line("since", Times.local(Json.text(skill, "since")));
    line("origin", Json.text(skill, "origin") + ", " + Json.text(skill, "file_path"));
    line("sha256", Json.text(skill, "sha256"));
    line("calls", calls(skill));
    line("tier", tier(skill));
    JsonObject grants = Json.object(skill, "grants");
    line("reaches", grants.size() == 0 ? "" : grants.toString());
    JsonElement output = skill.get("output_schema");
    line("answers", output == null ? "" : type(output));
    JsonObject input = Json.object(skill, "input_schema");
    params(input);
    screen.say("");
    screen.say("Call it:  " + screen.cyan(call(name, input)));
  }

  private String state(JsonObject skill) {
    String state = Json.text(skill, "state");
    return state.equals("live") ? screen.green(state) : screen.red(state);
  }

  private void line(String title, String text) {
    String shown = Cells.line(text);
    if (!shown.isEmpty())
      screen.say(screen.faint("  " + title + " ".repeat(9 - title.length())) + shown);
  }

  private static String tier(JsonObject skill) {
    String reason = Json.text(skill, "tier_reason");
    return Json.text(skill, "tier") + (reason.isEmpty() ? "" : ", by " + reason);
  }

  private static String calls(JsonObject skill) {
    String failed = Json.text(skill, "failures");
    String median = Times.latency(skill, "p50");
    return Json.text(skill, "calls")
        + ", "
        + failed
        + " failed"
        + (median.isEmpty()
            ? ""
            : "; " + median + " median, " + Times.latency(skill, "p99") + " p99");
  }

  private void params(JsonObject input) {
    Map<String, JsonElement> properties = Json.object(input, "properties").asMap();
    if (properties.isEmpty()) return;
    List<String> required = Json.texts(input, "required");
    screen.say("");
    Table table = new Table("PARAMETER", "", "TYPE");
    for (var property : properties.entrySet())
      table.row(
          property.getKey(),
          required.contains(property.getKey()) ? "required" : "",
          type(property.getValue()));
    table.print(screen, screen.width());
  }

  /** A plain type by its name, any other schema as it is. */
  private static String type(JsonElement schema) {
    if (!schema.isJsonObject()) return schema.toString();
    JsonObject object = schema.getAsJsonObject();
    if (object.size() == 0) return "any";
    return object.size() == 1 && object.has("type") ? plain(object.get("type")) : object.toString();
  }

  private static String plain(JsonElement type) {
    return type.isJsonPrimitive() ? type.getAsString() : type.toString();
  }

  private static String call(String name, JsonObject input) {
    StringBuilder call = new StringBuilder("forge call " + name);
    for (String param : Json.texts(input, "required")) call.append(" " + param + "=…");
    return Cells.line(call.toString());
  }
}
