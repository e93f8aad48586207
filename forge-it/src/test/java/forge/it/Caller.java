// SPDX-License-Identifier: Apache-2.0
package forge.it;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A client of the gateway: JSON over real HTTP, on connections that are kept. */
record Caller(String address) {

  private static final Gson GSON =
      new GsonBuilder()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .disableHtmlEscaping()
          .serializeNulls()
          .create();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  /** What came back. */
  record Reply(int status, String text, HttpResponse<?> response) {

    Map<String, Object> json() {
      return GSON.fromJson(text, new TypeToken<LinkedHashMap<String, Object>>() {}.getType());
    }

    Object value() {
      return GSON.fromJson(text, Object.class);
    }

    Object field(String name) {
      return json().get(name);
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> objects(String name) {
      return (List<Map<String, Object>>) field(name);
    }

    String message() {
      return String.valueOf(field("message"));
    }

    @Override
    public String toString() {
      return status + " " + text;
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

  static String json(Object plain) {
    return GSON.toJson(plain);
  }

  Reply get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  Reply delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Reply post(String path) {
    return send("POST", path, BodyPublishers.noBody());
  }

  Reply post(String path, Object plain) {
    return postText(path, json(plain));
  }

  Reply postText(String path, String json) {
    BodyPublisher body = BodyPublishers.ofString(json);
    return send("POST", path, body, "Content-Type", "application/json");
  }

  Reply send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).method(method, body);
    if (headers.length > 0) request.headers(headers);
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      String text = new String(response.body(), StandardCharsets.UTF_8);
      return new Reply(response.statusCode(), text, response);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
