// SPDX-License-Identifier: Apache-2.0
package forge.testkit;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One connection that is kept open for one request after the other, on a plain socket.
 *
 * <p>The JDK's client is not for counting failures: under load, once in some fifty thousand calls,
 * it closes a connection that it has just taken from its pool and reports that the server did.
 */
public final class KeptConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;
  private static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (name, value) -> true);
  private static final String LENGTH = "content-length: ";

  private final Socket socket;
  private final InputStream in;
  private final String host;

  /** Opens it to the gateway at a base URL. */
  public KeptConnection(String address) throws IOException {
    URI uri = URI.create(address);
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    host = uri.getAuthority();
  }

  /** Posts ASCII JSON; the answer has no headers. */
  public Answer post(String path, String json) throws IOException {
    String request =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, host, json.length(), json);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    int status = Integer.parseInt(line().substring("HTTP/1.1 ".length()).substring(0, 3));
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line())
      if (header.toLowerCase().startsWith(LENGTH))
        length = Integer.parseInt(header.substring(LENGTH.length()));
    return new Answer(status, NONE, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new EOFException("the server closed the connection after '" + line + "'");
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
