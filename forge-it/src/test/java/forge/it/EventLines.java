// SPDX-License-Identifier: Apache-2.0
package forge.it;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A client of server-sent events on a plain socket, which may also read slowly, or not at all. */
final class EventLines implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  /** One event; the data as JSON when it is an object. */
  record Event(String id, String word, String data) {

    Map<String, Object> json() {
      return new Gson().fromJson(data, new TypeToken<LinkedHashMap<String, Object>>() {}.getType());
    }

    Object fact(String name) {
      return json().get(name);
    }

    boolean is(String kind, String skill) {
      return word.equals(kind) && skill.equals(fact("skill"));
    }
  }

  private final Socket socket;
  private final BufferedReader in;
  private int heartbeats;

  private EventLines(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Asks for the feed from now on. */
  static EventLines follow(String address) throws IOException {
    return ask(address, "GET /api/v1/forge/events", "", "");
  }

  /** Asks for the feed after an event. */
  static EventLines follow(String address, String after) throws IOException {
    return ask(address, "GET /api/v1/forge/events", "Last-Event-ID: " + after + "\r\n", "");
  }

  /** Posts JSON, and wants events. */
  static EventLines post(String address, String path, String json) throws IOException {
    return ask(address, "POST " + path, "Content-Type: application/json\r\n", json);
  }

  private static EventLines ask(String address, String what, String headers, String body)
      throws IOException {
    EventLines lines = new EventLines(send(address, what, headers, body));
    String status = lines.in.readLine();
    if (!"HTTP/1.1 200 OK".equals(status)) throw new IOException(status);
    return lines;
  }

  /** Asks, and leaves the answer where it is. */
  static Socket send(String address, String what, String headers, String body) throws IOException {
    URI uri = URI.create(address);
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
    socket.setSoTimeout(PATIENCE_MILLIS);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String request =
        what
            + " HTTP/1.1\r\nHost: "
            + uri.getAuthority()
            + "\r\nAccept: text/event-stream\r\n"
            + headers
            + "Content-Length: "
            + bytes.length
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
    return socket;
  }

  /** The next event; empty when there will be no more. */
  Optional<Event> next() {
    String id = "";
    String word = "";
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("id: ")) id = line.substring(4);
        if (line.startsWith("event: ")) word = line.substring(7);
        if (line.startsWith("data: ")) return Optional.of(new Event(id, word, line.substring(6)));
        if (line.equals(":")) heartbeats++;
        if (line.equals("0")) return Optional.empty(); // the last chunk
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All up to the first of that kind, which is the last of them. */
  List<Event> until(Predicate<Event> last) {
    List<Event> events = new ArrayList<>();
    do events.add(next().orElseThrow());
    while (!last.test(events.get(events.size() - 1)));
    return events;
  }

  /** The kind of each; of a stage, its name. */
  static List<String> words(List<Event> events) {
    return events.stream()
        .map(event -> event.word().equals("stage") ? (String) event.fact("stage") : event.word())
        .toList();
  }

  /** How many heartbeats came by. */
  int heartbeats() {
    return heartbeats;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
