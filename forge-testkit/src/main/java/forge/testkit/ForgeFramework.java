// SPDX-License-Identifier: Apache-2.0
package forge.testkit;

import forge.runtime.DataFolder;
import forge.runtime.Gateway;
import forge.runtime.Home;
import forge.runtime.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.osgi.framework.BundleContext;

/**
 * The product in this JVM: a fresh framework with the shipped bundles, on a free port, with a data
 * folder of its own that is gone afterwards.
 *
 * <p>As a JUnit extension it lives as long as the test class:
 *
 * <pre>{@code
 * @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();
 * }</pre>
 *
 * <p>Elsewhere: {@code try (ForgeFramework forge = ForgeFramework.ofProduct().start()) { … }}.
 */
public final class ForgeFramework implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Home home;
  private final Map<String, String> environment = new TreeMap<>();
  private Path data;
  private DataFolder claim;
  private Gateway gateway;
  private ForgeClient client;

  private ForgeFramework(Home home) {
    this.home = home;
  }

  /** The product in the folder that the system property {@code forge.home} names. */
  public static ForgeFramework ofProduct() {
    return of(productHome());
  }

  /** The product unpacked in a folder. */
  public static ForgeFramework of(Path home) {
    return new ForgeFramework(new Home(home));
  }

  /** With an environment variable that the launcher reads, at the next start. */
  public ForgeFramework with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** The unpacked product that the system property {@code forge.home} names. */
  public static Path productHome() {
    String home = System.getProperty("forge.home", "");
    if (home.isBlank())
      throw new IllegalStateException(
          "The system property forge.home must name the unpacked product, e.g."
              + " runtime/target/forge");
    return Path.of(home);
  }

  /** Starts it with an empty data folder and waits until it answers. */
  public ForgeFramework start() throws IOException, InterruptedException {
    data = Files.createTempDirectory("forge-data");
    begin();
    return this;
  }

  private void begin() throws InterruptedException {
    Settings settings =
        Settings.read(List.of("--port", "0", "--data", data.toString()), environment);
    claim = DataFolder.claim(settings.data());
    gateway = new Gateway(home, settings, claim);
    try {
      gateway.start(PATIENCE);
    } catch (RuntimeException | InterruptedException e) {
      end();
      throw e;
    }
    client = new ForgeClient(gateway.address());
  }

  private void end() {
    gateway.close();
    claim.close();
  }

  /** Stops the framework and starts another on the same data; the address may change. */
  public void restart() throws InterruptedException {
    restart(() -> {});
  }

  /** As {@link #restart()}, with something done to the data while nobody holds it. */
  public void restart(Runnable between) throws InterruptedException {
    end();
    between.run();
    begin();
  }

  /** Its base URL, without a slash at the end. */
  public String address() {
    return gateway.address();
  }

  /** The framework's own bundle context. */
  public BundleContext bundleContext() {
    return gateway.context();
  }

  /** Its data folder. */
  public Path data() {
    return data;
  }

  /** A client of it, as it runs now. */
  public ForgeClient client() {
    return client;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    close();
  }

  /** Stops the framework and deletes the data. */
  @Override
  public void close() throws IOException {
    if (data == null) return;
    end();
    try (var paths = Files.walk(data)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
    data = null;
  }
}
