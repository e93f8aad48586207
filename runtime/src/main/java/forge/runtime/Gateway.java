// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.BAD_SETTING;
import static forge.runtime.StartFailure.FAILED;
import static forge.runtime.StartFailure.PORT_IN_USE;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.connect.ConnectFrameworkFactory;
import org.osgi.framework.launch.Framework;
import org.osgi.service.condition.Condition;

/** The framework with the product's bundles: started, answering, stopped. */
public final class Gateway implements AutoCloseable {
  private static final long STOP_MILLIS = 15_000;

  private final Settings settings;
  private final DataFolder data;
  private final List<Path> jars;
  private final ProductModules modules;
  private final String probe = UUID.randomUUID().toString();
  private final Framework framework;
  private volatile boolean closed;
  private volatile int port;

  /** A gateway that is not started yet. */
  public Gateway(Home home, Settings settings, DataFolder data) {
    this.settings = settings;
    this.data = data;
    jars = home.bundles();
    modules = new ProductModules(jars);
    framework =
        ServiceLoader.load(ConnectFrameworkFactory.class, Gateway.class.getClassLoader())
            .findFirst()
            .orElseThrow()
            .newFramework(
                FrameworkProperties.of(settings, data.frameworkStorage(), probe), modules);
  }

  /**
   * Starts the framework and waits until it answers. May be closed meanwhile by another thread, and
   * then ends with some exception.
   *
   * @param patience how long it may take
   * @throws StartFailure with what to do; close it then as well
   */
  public void start(Duration patience) throws InterruptedException {
    requireTokens();
    requireFree(settings);
    try {
      framework.start();
    } catch (BundleException e) {
      throw new StartFailure(FAILED, "The framework does not start: " + e.getMessage(), e);
    }
    if (closed) close();
    BundleContext context = framework.getBundleContext();
    context.registerService(
        ConcurrentMap.class,
        modules.others(),
        FrameworkUtil.asDictionary(Map.of("forge.modules", "skills")));
    new Bundles(context, modules.loader(), data.frameworkStorage()).start(jars);
    port = new Readiness(context, settings, probe).await(patience);
  }

  /** Nobody is let in from elsewhere unseen. */
  private void requireTokens() {
    if (!settings.listensToOthers() || data.hasTokens()) return;
    throw new StartFailure(
        BAD_SETTING,
        "Forge does not listen on "
            + settings.host()
            + " for other machines without tokens; make one first: forge token create --role admin"
            + " --data "
            + data.path());
  }

  /** A taken port is found before anything starts, and not as a line in the log. */
  private static void requireFree(Settings settings) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      throw new StartFailure(
          PORT_IN_USE,
          "Port "
              + settings.port()
              + " on "
              + settings.host()
              + " cannot be used: "
              + e.getMessage()
              + ". Stop what listens there, or choose another with --port (0 picks a free one)");
    }
  }

  /** Its base URL, without a slash at the end. */
  public String address() {
    return settings.address(port);
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** The framework's own bundle context. */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** Tells the bundles that the gateway answers, by the OSGi condition {@code forge.ready}. */
  void announceReady() {
    Hashtable<String, String> properties = new Hashtable<>();
    properties.put(Condition.CONDITION_ID, "forge.ready");
    context().registerService(Condition.class, Condition.INSTANCE, properties);
  }

  /** Waits until something stops the framework. */
  public void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }

  /** Stops the bundles, then the framework, and waits for it. */
  @Override
  public void close() {
    closed = true;
    try {
      framework.stop();
      framework.waitForStop(STOP_MILLIS);
    } catch (BundleException e) {
      throw new IllegalStateException("The framework does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
