// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The verbs that look: {@code list}, {@code show}, {@code source}, {@code versions}, {@code diff}.
 */
final class Looking {

  private static final int PAGE = 1000;

  private final Task task;
  private final Screen screen;

  Looking(Task task) {
    this.task = task;
    this.screen = task.screen();
  }

  private String skill() {
    return "/api/v1/skills/" + Gateway.part(task.arguments().word(0));
  }

  /** All skills, or those whose name or description contains a word. */
  int list() {
    JsonObject all = all(task.arguments().word(0));
    List<JsonObject> skills = Json.objects(all, "skills");
    if (task.forMachines()) screen.say(all.toString());
    else if (task.arguments().has("names"))
      for (JsonObject skill : skills) screen.say(Json.text(skill, "name"));
    else if (skills.isEmpty()) screen.say(nothing());
    else table(skills);
    return 0;
  }

  /** The pages of the list as one answer. */
  private JsonObject all(String query) {
    Gateway gateway = task.gateway();
    JsonArray skills = new JsonArray();
    String cursor = "";
    do {
      String after = cursor.isEmpty() ? "" : "&cursor=" + cursor;
      String path = "/api/v1/skills?limit=" + PAGE + "&q=" + Gateway.part(query) + after;
      JsonObject page = gateway.get(path).with("skills");
      skills.addAll(Json.array(page, "skills"));
      cursor = Json.text(page, "next_cursor");
    } while (!cursor.isEmpty());
    JsonObject all = new JsonObject();
    all.add("skills", skills);
    all.addProperty("count", skills.size());
    return all;
  }

  private String nothing() {
    return task.arguments().words().isEmpty()
        ? "There are no skills yet; 'forge help create' tells how to make one"
        : "No skill's name or description contains that";
  }

  /** What most skills are is not said of each. */
  private void table(List<JsonObject> skills) {
    Table table =
        new Table(
            "NAME", "VERSION", "STATE", "TIER", "GRANTS", "CALLS", "FAILED", "P50", "DESCRIPTION");
    table.numbers("CALLS", "FAILED", "P50");
    for (JsonObject skill : skills)
      table.row(
          Json.text(skill, "name"),
          Json.text(skill, "version"),
          Json.text(skill, "state"),
          Json.text(skill, "tier"),
          String.join(" ", Json.object(skill, "grants").keySet()),
          Json.text(skill, "calls"),
          Json.text(skill, "failures"),
          Times.latency(skill, "p50"),
          Json.text(skill, "description"));
    table.without("guarded", "TIER").without("", "GRANTS");
    table.print(screen, screen.width());
  }

  /** One skill, with what a call needs. */
  int show() {
    Reply reply = task.gateway().get(skill());
    JsonObject skill = reply.with("name");
    if (!task.shown(reply)) new SkillPage(screen).show(skill);
    return 0;
  }

  /** The source of what is in service. */
  int source() {
    String source = task.gateway().get(skill() + "/source").body();
    screen.print(screen.isTerminal() ? Cells.lines(source) : source);
    if (screen.isTerminal() && !source.endsWith("\n")) screen.say("");
    return 0;
  }

  /** The versions there were. */
  int versions() {
    Reply reply = task.gateway().get(skill() + "/versions");
    List<JsonObject> versions = Json.objects(reply.with("versions"), "versions");
    if (task.shown(reply)) return 0;
    Table table = new Table("VERSION", "", "AT", "BY", "DOOR", "ORIGIN", "GRANTS", "SHA256");
    for (JsonObject version : versions)
      table.row(
          Json.text(version, "version"),
          Json.isTrue(version, "live") ? "live" : "",
          Times.local(Json.text(version, "at")),
          Json.text(version, "author"),
          Json.text(version, "door"),
          Json.text(version, "origin"),
          String.join(" ", Json.object(version, "grants").keySet()),
          Json.text(version, "sha256"));
    table.without("", "GRANTS");
    table.print(screen, screen.width());
    return 0;
  }

  /** What differs between two versions; by default what the one in service changed. */
  int diff() {
    String from = task.arguments().word(1);
    String to = task.arguments().word(2);
    String query = from.isEmpty() ? "" : "?from=" + Gateway.part(from);
    if (!to.isEmpty()) query += "&to=" + Gateway.part(to);
    show(screen, task.gateway().get(skill() + "/diff" + query).body());
    return 0;
  }

  /** Shows a unified diff. */
  static void show(Screen screen, String diff) {
    if (!screen.isTerminal()) screen.print(diff);
    else for (String line : Cells.lines(diff).lines().toList()) screen.say(painted(screen, line));
  }

  private static String painted(Screen screen, String line) {
    if (line.startsWith("+++") || line.startsWith("---")) return screen.bold(line);
    if (line.startsWith("+")) return screen.green(line);
    if (line.startsWith("-")) return screen.red(line);
    return line.startsWith("@@") ? screen.cyan(line) : line;
  }
}
