// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that keeps some connections busy with the same call, so that little of the machine
 * goes to it. Each answer is held against what it must be.
 */
final class Load implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 10_000;
  private static final byte[] OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);
  private static final long TICK = 1_000_000;

  private final Selector selector = Selector.open();
  private final List<Line> lines = new ArrayList<>();
  private final Deque<Line> idle = new ArrayDeque<>();
  private final byte[] answer;
  private long[] nanos = new long[1 << 16];
  private int count;

  /** What one run measured. */
  record Measured(double perSecond, long[] nanos) {}

  /** One connection: a call in flight at most. */
  private final class Line {
    final SocketChannel channel;
    final ByteBuffer request;
    final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    final byte[] tail = new byte[answer.length];
    long due;

    Line(InetSocketAddress address, byte[] bytes) throws IOException {
      channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
      request = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    void send(long when) throws IOException {
      due = when;
      request.rewind();
      while (request.hasRemaining()) channel.write(request); // it is short: once is enough
    }

    /** Whether the answer is there. */
    boolean receive() throws IOException {
      if (channel.read(in) < 0) throw new IOException("the server hung up");
      if (in.position() < answer.length + OK.length) return false;
      in.get(in.position() - answer.length, tail);
      if (!Arrays.equals(tail, answer)) return refused();
      in.clear();
      return true;
    }

    private boolean refused() throws IOException {
      byte[] all = new byte[in.position()];
      in.get(0, all);
      if (Arrays.mismatch(all, OK) == OK.length && in.hasRemaining()) return false;
      throw new IOException("not what was expected: " + new String(all, StandardCharsets.UTF_8));
    }
  }

  /**
   * Connects.
   *
   * @param address base URL
   * @param answer the body of the answer, with 200
   */
  Load(String address, String path, String json, String answer, int connections)
      throws IOException {
    this.answer = answer.getBytes(StandardCharsets.UTF_8);
    URI to = URI.create(address);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nAccept: */*\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n";
    byte[] request =
        (head.formatted(path, to.getAuthority(), body.length) + json)
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < connections; i++)
      lines.add(new Line(new InetSocketAddress(to.getHost(), to.getPort()), request));
  }

  /** Closed loop: each connection sends the next call when it has the answer. */
  Measured closed(long millis) throws IOException {
    long begun = System.nanoTime();
    long end = begun + millis * 1_000_000;
    count = 0;
    for (Line line : lines) line.send(System.nanoTime());
    int flying = lines.size();
    while (flying > 0) {
      select(PATIENCE_MILLIS);
      for (SelectionKey key : selector.selectedKeys()) {
        Line line = (Line) key.attachment();
        if (!line.receive()) continue;
        long now = System.nanoTime();
        keep(now - line.due);
        if (now < end) line.send(now);
        else flying--;
      }
      selector.selectedKeys().clear();
    }
    return measured(begun);
  }

  /**
   * Open loop: calls are due each millisecond, whether or not earlier ones were answered, and each
   * counts from when it was due.
   */
  Measured open(long millis, int perMilli) throws IOException {
    long begun = System.nanoTime();
    count = 0;
    idle.clear();
    idle.addAll(lines);
    long due = begun;
    int left = perMilli;
    while (due < begun + millis * TICK || idle.size() < lines.size()) {
      while (due < begun + millis * TICK && due <= System.nanoTime() && !idle.isEmpty()) {
        idle.poll().send(due);
        if (--left > 0) continue;
        left = perMilli;
        due += TICK;
      }
      if (idle.size() == lines.size()) LockSupport.parkNanos(due - System.nanoTime());
      else if (idle.isEmpty()) select(PATIENCE_MILLIS);
      else selector.select(1);
      for (SelectionKey key : selector.selectedKeys()) {
        Line line = (Line) key.attachment();
        if (!line.receive()) continue;
        keep(System.nanoTime() - line.due);
        idle.add(line);
      }
      selector.selectedKeys().clear();
    }
    return measured(begun);
  }

  private void select(long millis) throws IOException {
    if (selector.select(millis) == 0) throw new IOException("no answer within " + millis + " ms");
  }

  private void keep(long took) {
    if (count == nanos.length) nanos = Arrays.copyOf(nanos, count * 2);
    nanos[count++] = took;
  }

  private Measured measured(long begun) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Measured(count / seconds, Arrays.copyOf(nanos, count));
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines) line.channel.close();
    selector.close();
  }
}
