// SPDX-License-Identifier: Apache-2.0
package forge.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends bytes that need not be HTTP, and reads what comes back; opens a connection when it must.
 */
final class RawClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MOST = 4 << 20;

  private final URI address;
  private Socket socket;
  private InputStream in;

  /**
   * What came back.
   *
   * @param status 0: nothing did, the connection was closed
   * @param headers by lower-case name
   */
  record Heard(int status, Map<String, String> headers, String body) {}

  RawClient(String address) {
    this.address = URI.create(address);
  }

  /** Sends it, with whether the answer has no body though its headers tell of one. */
  Heard send(byte[] request, boolean head) throws IOException {
    open();
    try {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      Heard heard = hear(head);
      if ("close".equals(heard.headers.get("connection"))) close();
      return heard;
    } catch (EOFException | java.net.SocketException e) {
      close();
      return new Heard(0, Map.of(), "");
    }
  }

  private void open() throws IOException {
    if (socket != null) return;
    socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  private Heard hear(boolean head) throws IOException {
    String first = line();
    int status = Integer.parseInt(first.split(" ")[1]);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    if (status == 100) return hear(head);
    return new Heard(status, headers, head || status == 204 ? "" : body(headers));
  }

  private String body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
      close();
      return "";
    }
    byte[] bytes;
    if (headers.containsKey("content-length"))
      bytes = in.readNBytes(Integer.parseInt(headers.get("content-length")));
    else if (headers.containsKey("transfer-encoding")) bytes = chunks();
    else {
      bytes = in.readNBytes(MOST);
      close();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      all.write(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new EOFException();
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) socket.close();
    socket = null;
  }
}
