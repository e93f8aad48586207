// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;

/** The verbs that switch something: skills in and out of service, all of them on and off. */
final class Switching {

  private static final String FORGE = "/api/v1/forge/";

  private final Task task;

  Switching(Task task) {
    this.task = task;
  }

  private String skill() {
    return "/api/v1/skills/" + Gateway.part(task.arguments().word(0));
  }

  /** Shows what the gateway says of it. */
  private int told(Reply reply) {
    JsonObject body = reply.with("message");
    if (!task.shown(reply)) task.screen().say(Cells.line(Json.text(body, "message")));
    return 0;
  }

  /** New versions go live at once, or no longer. */
  int hotReload(String what) {
    return told(task.gateway().post(FORGE + "hot-reload/" + what, new JsonObject()));
  }

  /** Says or sets whether a person decides on each new version. */
  int safety() {
    String word = task.arguments().word(0);
    if (word.isEmpty()) return safetyNow();
    if (!word.equals("on") && !word.equals("off"))
      throw task.arguments().wrong("say on or off, not '" + word + "'");
    JsonObject body = new JsonObject();
    body.addProperty("enabled", word.equals("on"));
    return told(task.gateway().post(FORGE + "safety", body));
  }

  private int safetyNow() {
    Reply reply = task.gateway().get(FORGE + "safety-status");
    boolean on = Json.isTrue(reply.with("safety_enabled"), "safety_enabled");
    if (task.shown(reply)) return 0;
    task.screen()
        .say(on ? "on: a person decides on each new version" : "off: new versions go live at once");
    return 0;
  }

  /** Stops every skill at once. */
  int halt() {
    String reason = task.arguments().value("reason").orElse(task.arguments().word(0));
    if (reason.isBlank()) throw task.arguments().wrong("say why: forge halt REASON");
    JsonObject body = new JsonObject();
    body.addProperty("reason", reason);
    return told(task.gateway().post(FORGE + "halt", body));
  }

  /** Brings them back. */
  int resume() {
    return told(task.gateway().post(FORGE + "resume", new JsonObject()));
  }

  /** Goes back to an earlier version. */
  int rollback() {
    JsonObject body = new JsonObject();
    body.addProperty("version", task.arguments().word(1));
    return told(task.gateway().work(skill() + "/rollback", body));
  }

  /** Takes a skill out of service. */
  int retire() {
    return told(task.gateway().delete(skill()));
  }
}
