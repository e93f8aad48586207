// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** The verb {@code call}: one call of a skill. */
final class Calling {

  private final Task task;

  Calling(Task task) {
    this.task = task;
  }

  /** Calls a skill and shows its value: as the gateway sent it, or for people over some lines. */
  int call() {
    Arguments arguments = task.arguments();
    Gateway gateway = task.gateway();
    String path = "/api/v1/skills/" + Gateway.part(arguments.word(0));
    JsonObject input = arguments.has("json") ? file() : words(gateway, path);
    Reply reply = gateway.work(path, input);
    task.screen().say(task.screen().isTerminal() ? readable(reply) : reply.body());
    return 0;
  }

  private JsonObject file() {
    Arguments arguments = task.arguments();
    if (arguments.words().size() > 1)
      throw arguments.wrong("give the arguments as KEY=VALUE or with --json, not both");
    String file = arguments.value("json").orElseThrow();
    JsonElement input = task.given().json(file);
    if (input.isJsonObject()) return input.getAsJsonObject();
    throw Ended.wrong("the arguments must be a JSON object, e.g. {\"name\":\"value\"}");
  }

  private JsonObject words(Gateway gateway, String path) {
    List<String> words = task.arguments().words();
    if (words.size() == 1) return new JsonObject();
    JsonObject skill = gateway.get(path).with("input_schema");
    return new CallArguments(Json.object(skill, "input_schema"))
        .read(words.subList(1, words.size()));
  }

  private static String readable(Reply reply) {
    try {
      return Cells.lines(Json.pretty(Json.read(reply.body())));
    } catch (IllegalArgumentException e) {
      return Cells.lines(reply.body());
    }
  }
}
