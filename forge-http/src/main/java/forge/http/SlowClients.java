// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static javax.net.ssl.SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpParser.State;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Hangs up on clients that take too long to say what they want. The server's idle time starts anew
 * with each byte, so one that sends a byte now and then would keep its place for ever. And the
 * server's own lowest rate counts the time that a skill takes as the client's.
 */
final class SlowClients {

  /** For a handshake and headers in all, and for each part of a body. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  /** Bytes of a body in that time, at least: the slowest satellite link does more. */
  private static final long PART = 1_000;

  private final ServerConnector connector;
  private final Map<EndPoint, Progress> speaking = new ConcurrentHashMap<>();

  /** How far a client was, and when. */
  private record Progress(boolean body, long since, long bytes) {}

  SlowClients(ServerConnector connector) {
    this.connector = connector;
  }

  /** To be called once a second. */
  void look() {
    for (EndPoint end : connector.getConnectedEndPoints()) look(end);
    speaking.keySet().removeIf(end -> !end.isOpen());
  }

  /** Whether no request is in hand, as far as can be told; one that waits for bytes is none. */
  static boolean isIdle(Connection connection) {
    if (connection instanceof SslConnection tls)
      return isIdle(tls.getSslEndPoint().getConnection());
    return !(connection instanceof HttpConnection http) || http.getParser().isState(State.START);
  }

  private void look(EndPoint end) {
    Optional<Progress> now = progress(end.getConnection());
    if (now.isEmpty()) {
      speaking.remove(end);
      return;
    }
    Progress kept = speaking.merge(end, now.get(), SlowClients::later);
    if (now.get().since - kept.since > PATIENCE) end.close();
  }

  /** The earlier of two, unless the client has come on since. */
  private static Progress later(Progress before, Progress now) {
    boolean on = before.body != now.body || now.body && now.bytes - before.bytes >= PART;
    return on ? now : before;
  }

  /** Where a client is that has begun to speak and has not ended; empty for all others. */
  private static Optional<Progress> progress(Connection connection) {
    if (connection instanceof SslConnection tls)
      return tls.getSSLEngine().getHandshakeStatus() == NOT_HANDSHAKING
          ? progress(tls.getSslEndPoint().getConnection())
          : Optional.of(new Progress(false, System.nanoTime(), 0));
    if (!(connection instanceof HttpConnection http)) return Optional.empty();
    State state = http.getParser().getState();
    boolean speaks = state.compareTo(State.START) > 0 && state.compareTo(State.END) < 0;
    if (!speaks) return Optional.empty();
    boolean body = state.compareTo(State.CONTENT) >= 0;
    if (body && isWhole(http.getParser())) return Optional.empty();
    return Optional.of(new Progress(body, System.nanoTime(), http.getBytesIn()));
  }

  /** A parser finds the end of a body of known length only when it is asked for more. */
  private static boolean isWhole(HttpParser parser) {
    return parser.getContentLength() >= 0 && parser.getContentRead() >= parser.getContentLength();
  }
}
