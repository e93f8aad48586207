// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;
import java.util.Locale;

/** The verbs that make skills: {@code create} and {@code trigger}. */
final class Making {

  private final Task task;
  private final Screen screen;

  Making(Task task) {
    this.task = task;
    this.screen = task.screen();
  }

  /** Makes a skill, or its next version. */
  int create() {
    JsonObject spec = SpecWriter.write(task.arguments(), task.given());
    Reply reply = task.gateway().work("/api/v1/forge/create", spec);
    JsonObject made = reply.with("success");
    if (!task.shown(reply)) tell(made, spec);
    return Json.isTrue(made, "hot_reloaded") || Json.isTrue(made, "dry_run") ? 0 : Ended.WAITING;
  }

  private void tell(JsonObject made, JsonObject spec) {
    new Findings(screen).show(Json.objects(made, "findings"));
    String name = Json.text(made, "skill_name");
    String title = name + " " + Json.text(made, "version");
    String times =
        "compiled in "
            + Json.text(made, "compilation_time_ms")
            + " ms, "
            + Json.text(made, "load_time_ms")
            + " ms in all";
    switch (Json.text(made, "state")) {
      case "live" -> screen.say(screen.bold(title) + " is live  (" + times + ")");
      case "planned" ->
          screen.say(screen.bold(name) + " can be made so; nothing was kept  (" + times + ")");
      default -> screen.say(screen.bold(title) + " is kept, and does not answer yet");
    }
    for (String note : Json.texts(made, "notes")) screen.say("  " + Cells.line(note));
    next(made, name, spec);
  }

  private void next(JsonObject made, String name, JsonObject spec) {
    switch (Json.text(made, "state")) {
      case "live" -> screen.say("Call it:  " + screen.cyan(call(name, spec)));
      case "pending" -> {
        screen.say("Hot-reload is off. To bring it up:");
        screen.say("  " + screen.cyan("forge enable && forge trigger " + name));
      }
      case "awaiting_approval" -> {
        screen.say("A person decides on it. To look at it and approve it:");
        screen.say("  " + screen.cyan("forge approve"));
        screen.say("  " + screen.cyan("forge approve " + Json.text(made, "digest")));
      }
      default -> screen.flush();
    }
  }

  private static String call(String name, JsonObject spec) {
    StringBuilder call = new StringBuilder("forge call " + name);
    for (JsonObject param : Json.objects(spec, "params")) {
      String text =
          Json.text(param, "name") + "=" + Json.text(param, "type").toUpperCase(Locale.ROOT);
      call.append(Json.isTrue(param, "required") ? " " + text : " [" + text + "]");
    }
    return call.toString();
  }

  /** Makes a skill again from its source as it is on the gateway's disk. */
  int trigger() {
    JsonObject what = new JsonObject();
    what.addProperty("skill_name", task.arguments().word(0));
    Reply reply = task.gateway().work("/api/v1/forge/hot-reload/trigger", what);
    JsonObject made = reply.with("success");
    boolean waits = made.has("hot_reloaded") && !Json.isTrue(made, "hot_reloaded");
    if (task.shown(reply)) return waits ? Ended.WAITING : 0;
    screen.say(Cells.line(Json.text(made, "message")));
    return waits ? Ended.WAITING : 0;
  }
}
