// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sun.misc.Signal;

/**
 * The near end of {@code forge shell}: bytes from the terminal to the gateway's socket and back.
 * The line is edited there; the script has switched the terminal to raw.
 *
 * <p>Frames are a byte that says what follows, a length, and so many bytes; the far end is {@code
 * forge.shell.Frames}.
 */
public final class ShellClient {

  private static final int HELLO = 0;
  private static final int DATA = 1;
  private static final int SIZE = 2;
  private static final int EXIT = 3;

  private final SocketChannel socket;

  private ShellClient(SocketChannel socket) {
    this.socket = socket;
  }

  /** Arguments: the socket, and with a terminal its type, columns and rows. */
  public static void main(String[] args) {
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) {
      System.exit(new ShellClient(socket).talk(args));
    } catch (IOException e) {
      System.err.println("forge: the gateway has no shell at " + args[0] + ": " + e.getMessage());
      System.exit(1);
    }
  }

  private int talk(String[] args) throws IOException {
    boolean terminal = args.length == 4;
    String screen = terminal ? String.join("\n", args[1], args[2], args[3]) : "\n0\n0";
    send(HELLO, screen + "\n" + Path.of("").toAbsolutePath());
    if (terminal) Signal.handle(new Signal("WINCH"), signal -> resized());
    Thread typing = new Thread(this::type, "typing");
    typing.setDaemon(true);
    typing.start();
    return show();
  }

  // Straight to the channel: the streams of Channels hold one lock for both directions, up to
  // Java 18.
  private synchronized void send(int kind, byte[] bytes, int length) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(5 + length);
    frame.put((byte) kind).putInt(length).put(bytes, 0, length).flip();
    while (frame.hasRemaining()) socket.write(frame);
  }

  private ByteBuffer receive(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) if (socket.read(bytes) < 0) throw new EOFException();
    return bytes.flip();
  }

  private void send(int kind, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(kind, bytes, bytes.length);
  }

  private void type() {
    byte[] typed = new byte[8192];
    try {
      for (int n = System.in.read(typed); n >= 0; n = System.in.read(typed))
        if (n > 0) send(DATA, typed, n);
      send(DATA, typed, 0);
    } catch (IOException e) {
      // The gateway is gone, which the other direction tells.
    }
  }

  private int show() throws IOException {
    OutputStream screen = new FileOutputStream(FileDescriptor.out);
    try {
      for (; ; ) {
        ByteBuffer head = receive(5);
        int kind = head.get();
        byte[] bytes = receive(head.getInt()).array();
        if (kind == EXIT) return bytes[0];
        screen.write(bytes);
      }
    } catch (EOFException e) {
      screen.write("\r\nforge: the gateway has closed the shell\r\n".getBytes());
      return 1;
    }
  }

  private void resized() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String[] size = new String(stty.getInputStream().readAllBytes()).strip().split(" ");
      if (size.length == 2) send(SIZE, size[1] + "\n" + size[0]);
    } catch (IOException e) {
      // It is drawn as wide as it was.
    }
  }
}
