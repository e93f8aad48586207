// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Hangs up on connections that take too long to say what they want. The server's idle time starts
 * anew with each byte, so a client that sends one now and then would keep its place for ever.
 */
final class SlowHeaders {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final ServerConnector connector;

  /** Connections in the middle of their headers, and since when. */
  private final Map<EndPoint, Long> since = new ConcurrentHashMap<>();

  SlowHeaders(ServerConnector connector) {
    this.connector = connector;
  }

  /** Looks once a second, for as long as the port is open. */
  void watch() {
    connector.getScheduler().schedule(this::look, 1, TimeUnit.SECONDS);
  }

  private void look() {
    if (!connector.isRunning()) return;
    long now = System.nanoTime();
    for (EndPoint end : connector.getConnectedEndPoints()) look(end, now);
    since.keySet().removeIf(end -> !end.isOpen());
    watch();
  }

  private void look(EndPoint end, long now) {
    if (!isSpeaking(end.getConnection())) since.remove(end);
    else if (now - since.computeIfAbsent(end, first -> now) > PATIENCE) end.close();
  }

  /** In the middle of a TLS handshake, a request line or headers. */
  private static boolean isSpeaking(Connection connection) {
    if (connection instanceof SslConnection tls)
      return tls.getSSLEngine().getHandshakeStatus()
              != javax.net.ssl.SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING
          || isSpeaking(tls.getSslEndPoint().getConnection());
    if (!(connection instanceof HttpConnection http)) return false;
    HttpParser.State state = http.getParser().getState();
    return state.compareTo(HttpParser.State.START) > 0
        && state.compareTo(HttpParser.State.CONTENT) < 0;
  }
}
