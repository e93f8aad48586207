// SPDX-License-Identifier: Apache-2.0
package forge.testkit;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks one gateway over HTTP. May be used by many threads. */
public final class ForgeClient {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String address;
  private final Optional<String> author;
  private final Optional<String> token;
  private final Gson gson = new Gson();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A client of the gateway at a base URL without a slash at the end. */
  public ForgeClient(String address) {
    this(address, Optional.empty(), Optional.empty());
  }

  private ForgeClient(String address, Optional<String> author, Optional<String> token) {
    this.address = address;
    this.author = author;
    this.token = token;
  }

  /** A client of the same gateway, with connections of its own, that says who asks. */
  public ForgeClient as(String author) {
    return new ForgeClient(address, Optional.of(author), token);
  }

  /** A client of the same gateway, with connections of its own, that shows a token. */
  public ForgeClient with(String token) {
    return new ForgeClient(address, author, Optional.of(token));
  }

  /** GET of a path, e.g. {@code /readyz}. */
  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** DELETE of a path. */
  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  /**
   * POST of JSON.
   *
   * @param body text is sent as it is, anything else as Gson writes it
   */
  public Answer post(String path, Object body) {
    String json = body instanceof String text ? text : gson.toJson(body);
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /** A request to a path, for what the methods above do not do. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
    author.ifPresent(who -> request.header("X-Forge-Author", who));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  /** Sends a request and waits for the whole answer. */
  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", e);
    }
  }
}
