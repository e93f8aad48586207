// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The verb {@code audit}: what has happened, and whether the record of it is whole. */
final class Trail {

  private static final String PATH = "/api/v1/forge/audit";
  private static final int PAGE = 1000;
  private static final int NEWEST = 20;

  private final Task task;
  private final Screen screen;

  Trail(Task task) {
    this.task = task;
    this.screen = task.screen();
  }

  /** The newest lines of the trail, or those after one of them. */
  int audit() {
    if (task.arguments().has("verify")) return verify();
    List<JsonObject> events = events();
    if (task.forMachines()) screen.say(body(events).toString());
    else table(events);
    return 0;
  }

  private List<JsonObject> events() {
    int limit = (int) Math.min(task.arguments().number("limit").orElse((long) NEWEST), 1_000_000);
    boolean isFirst = task.arguments().has("after");
    long after = task.arguments().number("after").orElse(0L);
    return new ArrayList<>(isFirst ? read(after, limit, true) : read(0, limit, false));
  }

  /** So many lines after one: the first of them, or the last. */
  private Deque<JsonObject> read(long after, int limit, boolean first) {
    Gateway gateway = task.gateway();
    Deque<JsonObject> events = new ArrayDeque<>();
    long next = after;
    do {
      JsonObject page = gateway.get(PATH + "?after=" + next + "&limit=" + PAGE).with("events");
      events.addAll(Json.objects(page, "events"));
      while (events.size() > limit) {
        if (first) events.removeLast();
        else events.removeFirst();
      }
      next = Json.number(page, "next_after");
    } while (next > 0 && !(first && events.size() >= limit));
    return events;
  }

  private static JsonObject body(List<JsonObject> events) {
    JsonArray array = new JsonArray();
    for (JsonObject event : events) array.add(event);
    JsonObject body = new JsonObject();
    body.add("events", array);
    body.addProperty("count", array.size());
    return body;
  }

  private void table(List<JsonObject> events) {
    Table table = new Table("SEQ", "AT", "EVENT", "SKILL", "VERSION", "WHO", "DOOR", "DETAIL");
    table.numbers("SEQ");
    for (JsonObject event : events)
      table.row(
          Json.text(event, "seq"),
          Times.local(Json.text(event, "at")),
          Json.text(event, "event"),
          Json.text(event, "skill_name"),
          Json.text(event, "version"),
          Json.text(event, "who"),
          Json.text(event, "door"),
          Json.text(event, "detail"));
    table.print(screen, screen.width());
  }

  private int verify() {
    Reply reply = task.gateway().get(PATH + "/verify");
    JsonObject verdict = reply.with("ok");
    boolean ok = Json.isTrue(verdict, "ok");
    if (task.shown(reply)) return ok ? 0 : Ended.REFUSED;
    if (!ok) throw Ended.refused(Cells.line(Json.text(verdict, "message")));
    screen.say("The trail is whole: " + Json.text(verdict, "lines") + " lines");
    return 0;
  }
}
