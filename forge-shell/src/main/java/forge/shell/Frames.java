// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What goes over the socket in both directions: a byte that says what it is, a length, and so many
 * bytes. The client of {@code forge shell} speaks the same.
 */
final class Frames {

  /** From the client, first: terminal type, columns, rows and folder, a line each. */
  static final int HELLO = 0;

  /** Bytes that were typed, or that are to be shown. */
  static final int DATA = 1;

  /** From the client: columns and rows, a line each. */
  static final int SIZE = 2;

  /** To the client, last: the exit code. */
  static final int EXIT = 3;

  private static final int MAX = 1 << 20;

  private final DataInputStream in;
  private final DataOutputStream out;

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
    this.in = new DataInputStream(new BufferedInputStream(from(socket)));
    this.out = new DataOutputStream(new BufferedOutputStream(to(socket)));
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

  private static OutputStream to(SocketChannel socket) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
        while (rest.hasRemaining()) socket.write(rest);
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

  synchronized void write(int kind, byte[] bytes, int from, int length) throws IOException {
    out.writeByte(kind);
    out.writeInt(length);
    out.write(bytes, from, length);
    out.flush();
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
