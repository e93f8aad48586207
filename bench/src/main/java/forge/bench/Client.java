// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import forge.testkit.Answer;
import forge.testkit.ForgeClient;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks one gateway what the drivers ask, and times it. */
final class Client {

  private final ForgeClient http;

  /** A client of the gateway at that base URL. */
  Client(String address) {
    this.http = new ForgeClient(address.replaceFirst("/+$", ""));
  }

  /** Creates a skill. */
  Reply create(Map<String, Object> spec) {
    return post("/api/v1/forge/create", spec);
  }

  /** Calls a skill. */
  Reply call(String name, Map<String, Object> arguments) {
    return post("/api/v1/skills/" + name, arguments);
  }

  /** Posts JSON. */
  Reply post(String path, Map<String, Object> plain) {
    String json = Json.write(plain);
    long begun = System.nanoTime();
    Answer answer = http.post(path, json);
    return new Reply(answer.status(), answer.body(), System.nanoTime() - begun);
  }

  /** The source of a live skill. */
  String source(String name) {
    Answer answer = http.get("/api/v1/skills/" + name + "/source");
    if (answer.status() == 200) return answer.body();
    throw new IllegalStateException("no source of " + name + ": " + answer.body());
  }

  /** The names of the skills that are live. */
  Set<String> live() {
    Map<?, ?> list = (Map<?, ?>) Json.read(http.get("/api/v1/forge/hot-reload/list").body());
    return ((Collection<?>) list.get("skills"))
        .stream()
            .map(skill -> String.valueOf(((Map<?, ?>) skill).get("skill_name")))
            .collect(Collectors.toSet());
  }
}
