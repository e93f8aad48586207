// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The verb {@code approve}: what waits for a person, and the person's word. */
final class Approving {

  private static final String PATH = "/api/v1/forge/approvals";
  private static final String PREFIX = "sha256:";
  private static final int DIGEST = 64;
  private static final int LEAST = 8;

  private final Task task;
  private final Screen screen;

  Approving(Task task) {
    this.task = task;
    this.screen = task.screen();
  }

  /** Lists what waits, or decides on one of them. */
  int approve() {
    String word = task.arguments().word(0);
    boolean decides = task.arguments().has("reject") || task.arguments().has("reason");
    if (!word.isEmpty()) return decide(word);
    if (decides) throw task.arguments().wrong("say on which: its DIGEST");
    Reply reply = task.gateway().get(PATH);
    List<JsonObject> waiting = Json.objects(reply.with("approvals"), "approvals");
    if (!task.shown(reply)) show(waiting);
    return 0;
  }

  private void show(List<JsonObject> waiting) {
    if (waiting.isEmpty()) screen.say("Nothing waits for a person");
    for (JsonObject each : waiting) {
      show(each);
      screen.say("");
    }
  }

  private void show(JsonObject each) {
    String replaces = Json.text(each, "replaces");
    String title = Json.text(each, "skill_name") + " " + Json.text(each, "version");
    screen.say(
        screen.bold(title) + (replaces.isEmpty() ? "  (new)" : "  (replaces " + replaces + ")"));
    String by = Cells.line(Json.text(each, "author")) + " by " + Json.text(each, "door");
    screen.say("  from     " + by + ", " + Times.local(Json.text(each, "at")));
    screen.say("  expires  " + Times.local(Json.text(each, "expires_at")));
    List<String> wants = Json.texts(each, "wants");
    if (!wants.isEmpty()) screen.say("  wants    " + Cells.line(String.join(", ", wants)));
    new Findings(screen).show(Json.objects(each, "findings"));
    Looking.show(screen, Json.text(each, "diff"));
    String digest = Json.text(each, "digest");
    screen.say("Approve:  " + screen.cyan("forge approve " + digest));
    screen.say("Reject:   " + screen.cyan("forge approve --reject --reason TEXT " + digest));
  }

  private int decide(String word) {
    Gateway gateway = task.gateway();
    JsonObject body = new JsonObject();
    body.addProperty("decision", task.arguments().has("reject") ? "reject" : "approve");
    task.arguments().value("reason").ifPresent(reason -> body.addProperty("reason", reason));
    Reply reply = gateway.work(PATH + "/" + Gateway.part(whole(word, gateway)), body);
    JsonObject decided = reply.with("state");
    boolean waits = Json.text(decided, "state").equals("pending");
    if (!task.shown(reply)) screen.say(Cells.line(Json.text(decided, "message")));
    return waits ? Ended.WAITING : 0;
  }

  /** The digest that begins so, when one of those that wait does. */
  private String whole(String word, Gateway gateway) {
    String start = word.toLowerCase(Locale.ROOT);
    if (start.startsWith(PREFIX)) start = start.substring(PREFIX.length());
    if (start.length() < LEAST || start.length() >= DIGEST) return word;
    List<String> found = new ArrayList<>();
    for (JsonObject each : Json.objects(gateway.get(PATH).with("approvals"), "approvals"))
      if (Json.text(each, "digest").startsWith(PREFIX + start))
        found.add(Json.text(each, "digest"));
    if (found.size() > 1) throw Ended.refused("several that wait begin with " + word);
    return found.isEmpty() ? word : found.get(0);
  }
}
