// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.guard.SkillThread;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool.SizedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port whose threads may run skills, so that a short call need not change threads between its
 * request and its answer; and that heals: where skills have left a thread of the server no memory,
 * it dies, and the server does not miss it.
 */
final class SkillPort extends ServerConnector {

  private static final Logger LOG = LoggerFactory.getLogger(SkillPort.class);

  private static final int IDLE_MILLIS = 60_000;
  private static final int MIN_THREADS = 8;
  private static final int RESERVED_BY_SIZE = -1;

  /** Looks without an answer after which a selector is given up, a second each. */
  private static final int GIVEN_UP = 5;

  /** How long a connection may wait for a selector that is well. */
  private static final long OVERDUE = TimeUnit.SECONDS.toNanos(2);

  private SkillPort(ServerConnector port, Server server) {
    super(
        server,
        threads(server),
        null,
        null,
        port.getAcceptors(),
        port.getSelectorManager().getSelectorCount(),
        port.getConnectionFactories().toArray(ConnectionFactory[]::new));
  }

  /**
   * Takes over from a port of the same server: the same socket, the same protocols. The other keeps
   * what it has accepted, and may accept one more, which it is waiting for.
   *
   * @return the new one, neither started nor added
   */
  static SkillPort insteadOf(ServerConnector port, Server server) throws IOException {
    SkillPort ours = new SkillPort(port, server);
    ours.setHost(port.getHost());
    ours.setIdleTimeout(port.getIdleTimeout());
    port.setAccepting(false);
    ours.open((ServerSocketChannel) port.getTransport());
    return ours;
  }

  /**
   * Looks whether all that connects is served: to be called once a second. A selector that does not
   * answer for five seconds is replaced, and the connections it had are closed as soon as none of
   * their requests is in hand.
   */
  void look() {
    ((Selectors) getSelectorManager()).look();
  }

  /** As the server does it, but one that cannot be taken in is not left open. */
  @Override
  public void accept(int acceptor) throws IOException {
    ServerSocketChannel port = (ServerSocketChannel) getTransport();
    if (port == null || !port.isOpen()) return;
    SocketChannel channel = port.accept();
    boolean in = false;
    try {
      channel.configureBlocking(false);
      configure(channel.socket());
      getSelectorManager().accept(channel);
      in = true;
    } finally {
      if (!in) IO.close(channel);
    }
  }

  /** It also fails for want of memory for the line that says so; then another second is none. */
  @Override
  protected boolean handleAcceptFailure(Throwable failure) {
    try {
      return super.handleAcceptFailure(failure);
    } catch (OutOfMemoryError e) {
      return isRunning();
    }
  }

  @Override
  protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int count) {
    return new Selectors(executor, scheduler, count);
  }

  private final class Selectors extends ServerConnectorManager {

    private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /** Accepted, not yet taken in; since when. */
    private final Map<SelectableChannel, Long> waiting = new ConcurrentHashMap<>();

    private boolean replaced;

    Selectors(Executor executor, Scheduler scheduler, int count) {
      super(executor, scheduler, count);
    }

    @Override
    protected ManagedSelector newSelector(int id) {
      ManagedSelector selector = super.newSelector(id);
      pulses.add(new Pulse(selector));
      return selector;
    }

    @Override
    protected ManagedSelector chooseSelector() {
      return pulses.get(Math.floorMod(turn.getAndIncrement(), pulses.size())).selector();
    }

    @Override
    public void accept(SelectableChannel channel, Object attachment) {
      waiting.put(channel, System.nanoTime());
      super.accept(channel, attachment);
    }

    @Override
    protected void endPointOpened(EndPoint end) {
      waiting.remove((SelectableChannel) end.getTransport());
      super.endPointOpened(end);
    }

    void look() {
      boolean well = true;
      for (int i = 0; i < pulses.size(); i++) {
        Pulse pulse = pulses.get(i);
        int missed = pulse.look();
        well &= missed == 0;
        if (missed >= GIVEN_UP) replace(i, pulse.selector());
      }
      if (well) waiting.forEach(this::takeIn);
      if (replaced) closeStranded();
    }

    /** One that is still not known to any selector, after all have answered, was lost. */
    private void takeIn(SelectableChannel channel, long since) {
      if (!channel.isOpen() || channel.isRegistered()) waiting.remove(channel);
      else if (System.nanoTime() - since > OVERDUE) accept(channel, null);
    }

    private void replace(int place, ManagedSelector dead) {
      ManagedSelector anew = super.newSelector(place);
      addManaged(anew);
      pulses.set(place, new Pulse(anew));
      replaced = true;
      unmanage(dead); // its end would wait for its thread
      IO.close(dead.getSelector());
      LOG.warn("Nobody took requests in on port {}; another thread does now.", getLocalPort());
    }

    /** A closed selector has no channels; their connections would wait for it for ever. */
    private void closeStranded() {
      for (EndPoint end : getConnectedEndPoints())
        if (end.getTransport() instanceof SelectableChannel channel
            && !channel.isRegistered()
            && SlowClients.isIdle(end.getConnection())) end.close();
    }
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
