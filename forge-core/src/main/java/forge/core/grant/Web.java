// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import forge.api.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens connections for skills: a name is looked up once, its addresses are judged, and the
 * connection goes to one of exactly these.
 */
final class Web {

  private static final int MAX_ADDRESSES = 4;
  private static final int MAX_CONNECT_MILLIS = 10_000;

  /** Who waits for the answer leaves first, and cuts the wire. */
  private static final int PATIENCE_MILLIS = 1_000;

  private final Lookup lookup;
  private final Supplier<SSLSocketFactory> tls;
  private final Set<String> privateHosts;
  private final int ownPort;

  /** Who knows addresses by name. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /** The socket of a request, which somebody else may close at any time. */
  static final class Wire {
    private Socket socket;
    private boolean cut;

    private synchronized void carry(Socket next) throws IOException {
      socket = next;
      if (cut) close();
    }

    /** Ends what goes on. */
    synchronized void cut() {
      cut = true;
      try {
        close();
      } catch (IOException e) {
        // it is of no use either way
      }
    }

    private synchronized void close() throws IOException {
      if (socket != null) socket.close();
    }
  }

  /**
   * A web.
   *
   * @param tls asked for each connection that needs it, and not before: the system's one reads all
   *     certificates that are trusted
   * @param privateHosts {@code host} or {@code host:port} whose addresses are not judged
   * @param ownPort where this gateway listens, which is open to no skill; 0: unknown
   */
  Web(Lookup lookup, Supplier<SSLSocketFactory> tls, Set<String> privateHosts, int ownPort) {
    this.lookup = lookup;
    this.tls = tls;
    this.privateHosts = Set.copyOf(privateHosts);
    this.ownPort = ownPort;
  }

  static SSLSocketFactory systemTls() {
    try {
      return javax.net.ssl.SSLContext.getDefault().getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether the operator lets that host, or that port of it, be one of this machine or its
   * neighbours.
   */
  boolean isPrivate(WebAddress to) {
    return privateHosts.contains(to.host()) || privateHosts.contains(to.host() + ":" + to.port());
  }

  /** A connection, encrypted and sure of its host when the URL says so. */
  Socket open(WebAddress to, int millis, Wire wire) {
    List<InetAddress> addresses = addresses(to);
    IOException last = new IOException("no address");
    for (InetAddress address : addresses)
      try {
        return connected(to, address, millis, wire);
      } catch (IOException e) {
        last = e;
      }
    throw Access.failed(
        "no connection to "
            + to.authority()
            + ": "
            + (last instanceof SSLException ? tlsWords(last) : "it does not answer"));
  }

  private static String tlsWords(IOException e) {
    return "its certificate is not good for that name, or not trusted here ("
        + e.getClass().getSimpleName()
        + ")";
  }

  private List<InetAddress> addresses(WebAddress to) {
    try {
      List<InetAddress> found = Arrays.stream(lookup.of(to.host())).limit(MAX_ADDRESSES).toList();
      for (InetAddress address : found) judge(to, address);
      return found;
    } catch (UnknownHostException e) {
      throw Access.failed("the host " + to.host() + " is not known");
    }
  }

  private void judge(WebAddress to, InetAddress address) {
    if (address.isLoopbackAddress() && to.port() == ownPort) throw inside(to);
    if (!PublicAddress.is(address) && !isPrivate(to)) throw inside(to);
    if (address.isMulticastAddress() || address.isAnyLocalAddress()) throw inside(to);
  }

  private static Refusal inside(WebAddress to) {
    return new Refusal(
        forge.api.Failure.DENIED,
        to.authority()
            + " is an address of this machine or of its network, which skills may not reach; the"
            + " operator can name it in FORGE_HTTP_PRIVATE",
        List.of());
  }

  private Socket connected(WebAddress to, InetAddress address, int millis, Wire wire)
      throws IOException {
    Socket socket = new Socket();
    try {
      wire.carry(socket);
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(address, to.port()), Math.min(millis, MAX_CONNECT_MILLIS));
      socket.setSoTimeout(millis + PATIENCE_MILLIS);
      return to.tls() ? secured(to, socket) : socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private Socket secured(WebAddress to, Socket plain) throws IOException {
    SSLSocket socket = (SSLSocket) tls.get().createSocket(plain, to.host(), to.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
