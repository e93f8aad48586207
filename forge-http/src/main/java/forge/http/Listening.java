// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * What the server takes from whoever connects: so many connections, headers that come so fast,
 * bodies that come so fast. And what it says to those who speak no HTTP.
 *
 * <p>The whiteboard opens the port and has no settings for this, but it hands its server to whoever
 * offers another connector. The one offered here takes over from its own, with threads that may run
 * skills.
 */
@Component
public final class Listening implements ConnectorFactory {

  /** Some thousand idle clients, and no more files than a system gives one process. */
  private static final int MOST_CONNECTIONS = 2000;

  private final int connections;
  private final CallLane lane;
  private Runnable close = () -> {};

  /** As the framework property {@code forge.connections} has it, with a short way for calls. */
  @Activate
  public Listening(
      BundleContext context,
      @Reference Core core,
      @Reference Gate gate,
      @Reference CallerFilter filter,
      @Reference Drain drain) {
    this(
        Optional.ofNullable(context.getProperty("forge.connections"))
            .map(Integer::valueOf)
            .orElse(MOST_CONNECTIONS),
        new CallLane(core, gate, filter, drain));
  }

  Listening(int connections, CallLane lane) {
    this.connections = connections;
    this.lane = lane;
  }

  @Deactivate
  void close() {
    close.run();
  }

  @Override
  public Connector createConnector(Server server) {
    server.setErrorHandler(new BareErrors());
    server.getDescendants(ContextHandlerCollection.class).stream()
        .findFirst()
        .ifPresent(this::open);
    for (Connector connector : server.getConnectors())
      if (connector instanceof ServerConnector port) return ours(port, server);
    return new LocalConnector(server);
  }

  private Connector ours(ServerConnector port, Server server) {
    try {
      SkillPort ours = SkillPort.insteadOf(port, server);
      SlowClients before = new SlowClients(port);
      SlowClients slow = new SlowClients(ours);
      ours.addEventListener(
          new PortWatch(
              () -> {
                ours.look();
                slow.look();
                before.look();
              }));
      server.addManaged(new ConnectionLimit(connections, ours));
      return ours;
    } catch (IOException e) {
      throw new UncheckedIOException("the port cannot be taken over", e);
    }
  }

  /** Beside the context of the servlets, which gets what it leaves. */
  private void open(ContextHandlerCollection contexts) {
    ContextHandler context = new ContextHandler(lane, CallLane.PREFIX);
    context.setAllowNullPathInContext(true); // else the list of skills would be moved by a slash
    contexts.deployHandler(context, Callback.NOOP);
    close = () -> contexts.undeployHandler(context, Callback.NOOP);
    try {
      context.start();
    } catch (Exception e) {
      throw new IllegalStateException("no short way for calls", e);
    }
  }
}
