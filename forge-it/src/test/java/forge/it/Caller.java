// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import forge.testkit.Answer;
import forge.testkit.ForgeClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Says to a gateway what its clients say, in plain data: maps, lists, text, longs, doubles. */
record Caller(ForgeClient http) {

  private static final Gson GSON =
      new GsonBuilder()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .disableHtmlEscaping()
          .serializeNulls()
          .create();

  /** What came back. */
  record Reply(Answer answer) {

    int status() {
      return answer.status();
    }

    String text() {
      return answer.body();
    }

    Object value() {
      return GSON.fromJson(text(), Object.class);
    }

    Map<String, Object> json() {
      return GSON.fromJson(text(), new TypeToken<LinkedHashMap<String, Object>>() {}.getType());
    }

    Object field(String name) {
      return json().get(name);
    }

    String message() {
      return String.valueOf(field("message"));
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> objects(String name) {
      return (List<Map<String, Object>>) field(name);
    }

    /** This, which must be a 200. */
    Reply ok() {
      assertThat(status()).as(text()).isEqualTo(200);
      return this;
    }

    /** This, which must be an error with that code and a message that holds these words. */
    Reply refused(int status, String code, String... words) {
      assertThat(status()).as(text()).isEqualTo(status);
      assertThat(json()).containsEntry("status", "error").containsEntry("code", code);
      for (String word : words) assertThat(message()).contains(word);
      return this;
    }

    @Override
    public String toString() {
      return status() + " " + text();
    }
  }

  /** An object with these fields, in this order: name, value, name, value. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2)
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    return object;
  }

  static Map<String, Object> param(String name, String type, boolean required) {
    return object("name", name, "type", type, "required", required);
  }

  /** Plain data as text. */
  static String json(Object plain) {
    return GSON.toJson(plain);
  }

  /** The same caller, under a name. */
  Caller as(String author) {
    return new Caller(http.as(author));
  }

  Reply get(String path) {
    return new Reply(http.get(path));
  }

  Reply delete(String path) {
    return new Reply(http.delete(path));
  }

  Reply post(String path) {
    return new Reply(http.send(http.request(path).POST(BodyPublishers.noBody())));
  }

  /** Text is sent as it is. */
  Reply post(String path, Object body) {
    return new Reply(http.post(path, body instanceof String ? body : json(body)));
  }

  /** Lets it be asked on a thread of its own. */
  static CompletableFuture<Reply> later(Supplier<Reply> question) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(question.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            },
            "later");
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  /** Orders a skill; the spec as fields: name, value, name, value. */
  Reply create(Object... namesAndValues) {
    return post("/api/v1/forge/create", object(namesAndValues));
  }

  /** Orders a skill of statements. */
  Reply createBody(String name, String body, Object... params) {
    return create("name", name, "params", Arrays.asList(params), "body", body);
  }

  /** Calls a skill; the arguments as fields: name, value, name, value. */
  Reply call(String skill, Object... namesAndValues) {
    return post("/api/v1/skills/" + skill, object(namesAndValues));
  }

  Reply trigger(String skill) {
    return post("/api/v1/forge/hot-reload/trigger", object("skill_name", skill));
  }

  Reply retire(String skill) {
    return delete("/api/v1/skills/" + skill);
  }

  Reply rollback(String skill, String version) {
    return post("/api/v1/skills/" + skill + "/rollback", object("version", version));
  }

  Reply hotReload(boolean enabled) {
    return post("/api/v1/forge/hot-reload/" + (enabled ? "enable" : "disable"));
  }

  Reply safety(boolean enabled) {
    return post("/api/v1/forge/safety", object("enabled", enabled));
  }

  Reply halt(String reason) {
    return post("/api/v1/forge/halt", object("reason", reason));
  }

  Reply resume() {
    return post("/api/v1/forge/resume");
  }

  /** Decides on what waits: {@code approve} or {@code reject}. */
  Reply decide(Object digest, String decision, String reason) {
    return post(
        "/api/v1/forge/approvals/" + digest, object("decision", decision, "reason", reason));
  }

  /** What waits for a person. */
  List<Map<String, Object>> approvals() {
    return get("/api/v1/forge/approvals").objects("approvals");
  }

  /** The versions of a skill that were ever in service, oldest first. */
  List<Map<String, Object>> versions(String skill) {
    return get("/api/v1/skills/" + skill + "/versions").objects("versions");
  }

  /** The audit trail, page by page. */
  List<Map<String, Object>> audit() {
    List<Map<String, Object>> events = new ArrayList<>();
    Object after = 0L;
    while (after != null) {
      Reply page = get("/api/v1/forge/audit?limit=500&after=" + after);
      events.addAll(page.objects("events"));
      after = page.field("next_after");
    }
    return events;
  }

  /** The skills that are live, by name. */
  List<String> live() {
    return get("/api/v1/forge/hot-reload/list").objects("skills").stream()
        .map(skill -> (String) skill.get("skill_name"))
        .toList();
  }

  /** What is told of one skill. */
  Map<String, Object> skill(String name) {
    return get("/api/v1/skills/" + name).json();
  }
}
