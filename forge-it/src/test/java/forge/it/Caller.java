// SPDX-License-Identifier: Apache-2.0
package forge.it;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import forge.testkit.Answer;
import forge.testkit.ForgeClient;
import java.net.http.HttpRequest.BodyPublishers;
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
