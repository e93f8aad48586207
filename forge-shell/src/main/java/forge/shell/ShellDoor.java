// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where {@code forge shell} comes in: a socket in the file system, in a folder that only the owner
 * may enter. There is no port. In the foreground, the terminal itself gets a shell, too.
 *
 * <p>It opens when the gateway is ready, so no start waits for it.
 */
@Component(
    service = {},
    immediate = true)
public final class ShellDoor {

  private static final Logger LOG = LoggerFactory.getLogger(ShellDoor.class);

  private final Path folder;
  private final Sessions sessions;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private final Foreground foreground;
  private ServerSocketChannel server;

  /** Opens, on a thread of its own. */
  @Activate
  public ShellDoor(
      BundleContext context,
      @Reference CommandProcessor processor,
      @Reference Commands commands,
      @Reference Oversight oversight,
      @Reference Filters filters,
      @Reference(target = "(osgi.condition.id=forge.ready)") Condition ready) {
    this.folder = Path.of(context.getProperty("forge.data")).resolve("run/shell");
    this.sessions =
        new Sessions(processor, new Completion(commands, oversight), folder.resolve("history"));
    this.foreground = new Foreground(sessions);
    start("forge-shell", this::serve);
    start("forge-console", foreground);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  void close() {
    foreground.close();
    synchronized (this) {
      closed(server);
      server = null;
    }
    clients.forEach(ShellDoor::closed);
  }

  private static void closed(AutoCloseable channel) {
    try {
      if (channel != null) channel.close();
    } catch (Exception e) {
      LOG.debug("A channel of the shell does not close", e);
    }
  }

  private void serve() {
    try {
      open();
      for (SocketChannel client = server.accept(); ; client = server.accept()) {
        SocketChannel one = client;
        clients.add(one);
        start(
            "forge-shell-client",
            () -> {
              new Remote(one, sessions).run();
              clients.remove(one);
            });
      }
    } catch (ClosedChannelException | NullPointerException e) {
      // It was closed.
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("'forge shell' is not possible here, {}: {}", folder, e.toString());
    }
  }

  private synchronized void open() throws IOException {
    Path socket = folder.resolve("socket");
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix"))
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Files.deleteIfExists(socket);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }
}
