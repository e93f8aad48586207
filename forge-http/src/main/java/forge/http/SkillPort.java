// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.guard.SkillThread;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool.SizedThreadPool;

/**
 * A port whose threads may run skills, so that a short call need not change threads between its
 * request and its answer.
 */
final class SkillPort {

  private static final int IDLE_MILLIS = 60_000;
  private static final int MIN_THREADS = 8;
  private static final int RESERVED_BY_SIZE = -1;

  private SkillPort() {}

  /**
   * Takes over from a port of the same server: the same socket, the same protocols. The other keeps
   * what it has accepted, and may accept one more, which it is waiting for.
   *
   * @return the new one, neither started nor added
   */
  static ServerConnector insteadOf(ServerConnector port, Server server) throws IOException {
    ServerConnector ours =
        new ServerConnector(
            server,
            threads(server),
            null,
            null,
            port.getAcceptors(),
            port.getSelectorManager().getSelectorCount(),
            port.getConnectionFactories().toArray(ConnectionFactory[]::new));
    ours.setHost(port.getHost());
    ours.setIdleTimeout(port.getIdleTimeout());
    port.setAccepting(false);
    ours.open((ServerSocketChannel) port.getTransport());
    return ours;
  }

  private static QueuedThreadPool threads(Server server) {
    int most =
        server.getThreadPool() instanceof SizedThreadPool sized ? sized.getMaxThreads() : 200;
    QueuedThreadPool threads =
        new QueuedThreadPool(
            most, MIN_THREADS, IDLE_MILLIS, RESERVED_BY_SIZE, null, null, factory());
    threads.setName("http");
    return threads;
  }

  private static ThreadFactory factory() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new SkillThread(task, "http-" + number.incrementAndGet());
      thread.setContextClassLoader(SkillPort.class.getClassLoader());
      return thread;
    };
  }
}
