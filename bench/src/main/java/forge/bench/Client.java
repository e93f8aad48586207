// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A caller of one gateway, over HTTP like any other. */
final class Client {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;

  /** A caller of the gateway at that base URL. */
  Client(String address) {
    this.address = address.replaceFirst("/+$", "");
  }

  /** Creates a skill. */
  Reply create(Map<String, Object> spec) {
    return post("/api/v1/forge/create", spec);
  }

  /** Calls a skill. */
  Reply call(String name, Map<String, Object> arguments) {
    return post("/api/v1/skills/" + name, arguments);
  }

  /** The source of a live skill. */
  String source(String name) {
    Reply reply = get("/api/v1/skills/" + name + "/source");
    if (!reply.isOk())
      throw new IllegalStateException("no source of " + name + ": " + reply.told());
    return reply.text();
  }

  /** The names of the skills that are live. */
  Set<String> live() {
    Map<?, ?> list = (Map<?, ?>) get("/api/v1/forge/hot-reload/list").json();
    return ((Collection<?>) list.get("skills"))
        .stream()
            .map(skill -> String.valueOf(((Map<?, ?>) skill).get("skill_name")))
            .collect(Collectors.toSet());
  }

  private Reply post(String path, Object plain) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(plain))));
  }

  private Reply get(String path) {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
  }

  private Reply send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      long begun = System.nanoTime();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), System.nanoTime() - begun);
    } catch (IOException e) {
      throw new UncheckedIOException("no answer from " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
    }
  }
}
