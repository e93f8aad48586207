// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/** Asks a gateway over HTTP, one request after the other. */
final class Gateway {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 20_000;
  private static final int WORK_MILLIS = 15 * 60_000; // a call may take ten minutes

  private final Address address;
  private final String token;
  private final String author;
  private final String authorities;

  /**
   * A gateway.
   *
   * @param token empty: none
   * @param author who asks
   * @param authorities a PEM file with the certificates to trust it by; empty: those Java trusts
   */
  Gateway(Address address, String token, String author, String authorities) {
    this.address = address;
    this.authorities = authorities;
    this.token = token;
    this.author = author;
  }

  Address address() {
    return address;
  }

  /** Text as a part of a path or a query. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Asks for something, and gets it. */
  Reply get(String path) {
    return granted(send("GET", path, Optional.empty(), ANSWER_MILLIS));
  }

  /** Takes something away. */
  Reply delete(String path) {
    return granted(send("DELETE", path, Optional.empty(), ANSWER_MILLIS));
  }

  /** Asks for something to be done at once. */
  Reply post(String path, JsonObject body) {
    return granted(send("POST", path, Optional.of(body), ANSWER_MILLIS));
  }

  /**
   * Asks for something to be done that may take its time, once it is known that a gateway is there:
   * whoever is silent then works.
   */
  Reply work(String path, JsonObject body) {
    knock();
    return granted(send("POST", path, Optional.of(body), WORK_MILLIS));
  }

  /** Does nothing when a gateway is there. */
  void knock() {
    Reply reply = send("GET", "/healthz", Optional.empty(), ANSWER_MILLIS);
    if (reply.isOk()) reply.with("status");
  }

  private static Reply granted(Reply reply) {
    if (reply.isOk()) return reply;
    throw new Refused(reply);
  }

  private Reply send(String method, String path, Optional<JsonElement> body, int millis) {
    boolean connected = false;
    try {
      HttpURLConnection connection = open(path, millis);
      connection.setRequestMethod(method);
      byte[] bytes = body.isEmpty() ? null : body.get().toString().getBytes(StandardCharsets.UTF_8);
      if (bytes != null) {
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
      }
      connection.connect();
      connected = true;
      if (bytes != null) connection.getOutputStream().write(bytes);
      return reply(connection).ofGateway();
    } catch (IOException e) {
      throw unreachable(e, connected);
    }
  }

  private Reply reply(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    String type = Optional.ofNullable(connection.getContentType()).orElse("");
    InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    byte[] bytes = in == null ? new byte[0] : in.readAllBytes();
    return new Reply(address, status, type, new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * The stream of events after one of them.
   *
   * @param last the id of that one; empty: from now on
   * @param silence how long it may say nothing, in milliseconds
   */
  InputStream events(String last, int silence) throws IOException {
    HttpURLConnection connection = open("/api/v1/forge/events", silence);
    connection.setRequestProperty("Accept", "text/event-stream");
    if (!last.isEmpty()) connection.setRequestProperty("Last-Event-ID", last);
    if (connection.getResponseCode() >= 400) throw new Refused(reply(connection).ofGateway());
    String type = Optional.ofNullable(connection.getContentType()).orElse("");
    if (type.startsWith("text/event-stream")) return connection.getInputStream();
    throw new Reply(address, connection.getResponseCode(), type, "").foreign();
  }

  private HttpURLConnection open(String path, int millis) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address.url() + path).toURL().openConnection();
    if (connection instanceof HttpsURLConnection tls && !authorities.isEmpty())
      tls.setSSLSocketFactory(Trust.of(authorities));
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "application/json, */*");
    connection.setRequestProperty("X-Forge-Author", author);
    if (!token.isEmpty()) connection.setRequestProperty("Authorization", "Bearer " + token);
    return connection;
  }

  /** Why nothing came back, and what to do about it. */
  Ended unreachable(IOException e, boolean connected) {
    String at = address.url() + " (" + address.origin() + ")";
    String remedy = "; start one with 'forge up', or name another with --gateway URL";
    if (e instanceof UnknownHostException)
      return Ended.unreachable("the host of " + at + " is not known" + remedy);
    if (e instanceof ConnectException || e instanceof NoRouteToHostException)
      return Ended.unreachable("no gateway answers at " + at + remedy);
    if (e instanceof SocketTimeoutException)
      return Ended.unreachable("nothing came from " + at + " in time" + remedy);
    if (e instanceof SSLException)
      return Ended.unreachable(
          at
              + " is not trusted ("
              + last(why(e))
              + "); name the certificate's file (PEM) in FORGE_CA");
    if (!connected) return Ended.unreachable("cannot connect to " + at + ": " + why(e) + remedy);
    return Ended.unreachable(
        "the answer of "
            + at
            + " is no whole HTTP answer ("
            + why(e)
            + "): it was stopped, or another program has that port; look again with 'forge list'");
  }

  /** What stands behind the names of exceptions. */
  private static String last(String why) {
    return why.substring(why.lastIndexOf(": ") + 1).strip();
  }

  private static String why(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : Cells.line(message);
  }
}
