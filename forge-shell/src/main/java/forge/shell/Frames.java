// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What goes over the socket in both directions: a byte that says what it is, a length, and so many
 * bytes. The client of {@code forge shell} speaks the same.
 */
final class Frames implements AutoCloseable {

  /** From the client, first: terminal type, columns, rows and folder, a line each. */
  static final int HELLO = 0;

  /** Bytes that were typed, or that are to be shown. */
  static final int DATA = 1;

  /** From the client: columns and rows, a line each. */
  static final int SIZE = 2;

  /** To the client, last: the exit code. */
  static final int EXIT = 3;

  private static final int MAX = 1 << 20;

  /** So much may wait for a client that does not read; then whoever writes waits, too. */
  private static final int QUEUE = 256;

  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private final SocketChannel socket;
  private final DataInputStream in;
  private final BlockingQueue<ByteBuffer> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread writer = new Thread(this::send, "forge-shell-output");
  private volatile boolean gone;

  /**
   * One frame.
   *
   * @param kind one of the above, or -1 at the end
   */
  record Frame(int kind, byte[] bytes) {
    String[] lines() {
      return new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    }
  }

  Frames(SocketChannel socket) {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(from(socket)));
    writer.setDaemon(true);
    writer.start();
  }

  /** Those of {@code Channels} hold one lock for both directions, up to Java 18. */
  private static InputStream from(SocketChannel socket) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return socket.read(ByteBuffer.wrap(bytes, from, length));
      }
    };
  }

  Frame read() throws IOException {
    int kind = in.read();
    if (kind < 0) return new Frame(-1, new byte[0]);
    int length = in.readInt();
    if (length < 0 || length > MAX) throw new IOException("a frame of " + length + " bytes");
    return new Frame(kind, in.readNBytes(length));
  }

  void write(int kind, byte[] bytes, int from, int length) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(5 + length);
    queue(frame.put((byte) kind).putInt(length).put(bytes, from, length).flip());
  }

  private void queue(ByteBuffer frame) throws IOException {
    try {
      while (!queue.offer(frame, 1, TimeUnit.SECONDS)) if (gone) break;
      if (gone) throw new IOException("the client is gone");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /**
   * A channel closes when its writer is interrupted, and Ctrl-C interrupts: so none else writes.
   */
  private void send() {
    try {
      for (ByteBuffer frame = queue.take(); frame != END; frame = queue.take())
        while (frame.hasRemaining()) socket.write(frame);
    } catch (IOException | InterruptedException e) {
      // The client is gone.
    } finally {
      gone = true;
    }
  }

  /** Returns when what was written has been sent. */
  @Override
  public void close() throws IOException {
    if (gone) return;
    queue(END);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A stream whose bytes are frames of data. */
  OutputStream data() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        if (length > 0) Frames.this.write(DATA, bytes, from, length);
      }
    };
  }
}
