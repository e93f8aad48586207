// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server that answers each connection with bytes of the test's choice, good or bad. */
final class Server implements AutoCloseable {

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket socket;
  private final Function<String, String> answers;

  Server(Function<String, String> answers) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answers);
  }

  Server(ServerSocket socket, Function<String, String> answers) {
    this.socket = socket;
    this.answers = answers;
    Thread thread = new Thread(this::serve, "test-server");
    thread.setDaemon(true);
    thread.start();
  }

  static Server of(String answer) throws IOException {
    return new Server(request -> answer);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed())
      try (Socket one = socket.accept()) {
        String request = read(one.getInputStream());
        requests.add(request);
        one.getOutputStream().write(answers.apply(request).getBytes(StandardCharsets.ISO_8859_1));
        one.getOutputStream().flush();
      } catch (IOException e) {
        // the client left, or the test is over
      }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) return text.toString();
      text.append((char) c);
    }
    int at = text.toString().toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ");
    if (at < 0) return text.toString();
    String length = text.substring(at + 16, text.indexOf("\r\n", at));
    byte[] body = in.readNBytes(Integer.parseInt(length));
    return text + new String(body, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
