// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.FAILED;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ServiceLoader;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A running framework with the product's bundles, ready to answer. */
public final class Gateway implements AutoCloseable {
  private static final long STOP_MILLIS = 15_000;

  private final Framework framework;
  private final String address;
  private final int port;

  private Gateway(Framework framework, String address, int port) {
    this.framework = framework;
    this.address = address;
    this.port = port;
  }

  /**
   * Starts the framework and waits until it answers.
   *
   * @param patience how long it may take
   * @throws StartFailure with what to do; nothing is left running then
   */
  public static Gateway start(Home home, Settings settings, DataFolder data, Duration patience)
      throws InterruptedException {
    requireFree(settings);
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class, Gateway.class.getClassLoader())
            .findFirst()
            .orElseThrow()
            .newFramework(FrameworkProperties.of(settings, data.frameworkStorage()));
    try {
      framework.start();
      BundleContext context = framework.getBundleContext();
      new Bundles(context).start(home.bundles());
      int port = new Readiness(context, settings).await(patience);
      return new Gateway(framework, settings.address(port), port);
    } catch (BundleException e) {
      stop(framework);
      throw new StartFailure(FAILED, "The framework does not start: " + e.getMessage(), e);
    } catch (RuntimeException | InterruptedException e) {
      stop(framework);
      throw e;
    }
  }

  /** A taken port is found before anything starts, and not as a line in the log. */
  private static void requireFree(Settings settings) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      throw new StartFailure(
          FAILED,
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
    return address;
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** The framework's own bundle context. */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** Waits until something stops the framework. */
  public void awaitStop() throws InterruptedException {
    framework.waitForStop(0);
  }

  /** Stops the bundles, then the framework, and waits for it. */
  @Override
  public void close() {
    stop(framework);
  }

  private static void stop(Framework framework) {
    boolean interrupted = Thread.interrupted();
    try {
      framework.stop();
      framework.waitForStop(STOP_MILLIS);
    } catch (BundleException e) {
      throw new IllegalStateException("The framework does not stop", e);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
