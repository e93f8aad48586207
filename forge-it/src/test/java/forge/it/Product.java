// SPDX-License-Identifier: Apache-2.0
package forge.it;

import forge.runtime.DataFolder;
import forge.runtime.Gateway;
import forge.runtime.Home;
import forge.runtime.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.osgi.framework.BundleContext;

/** The product in this JVM, on a data folder of its own: up before a class's tests, gone after. */
final class Product implements BeforeAllCallback, AfterAllCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private Path data;
  private DataFolder claim;
  private Gateway gateway;

  @Override
  public void beforeAll(ExtensionContext test) throws Exception {
    data = Files.createTempDirectory("forge-it").toRealPath();
    start();
  }

  @Override
  public void afterAll(ExtensionContext test) throws Exception {
    stop();
    delete(data);
  }

  void start() throws InterruptedException {
    claim = DataFolder.claim(data);
    Settings settings = new Settings(0, "127.0.0.1", data, true);
    gateway = Gateway.start(Home.current(), settings, claim, PATIENCE);
  }

  void stop() {
    gateway.close();
    claim.close();
  }

  Caller caller() {
    return new Caller(gateway.address());
  }

  BundleContext context() {
    return gateway.context();
  }

  int port() {
    return gateway.port();
  }

  Path data() {
    return data;
  }

  Traces traces() {
    return Traces.of(caller(), data, context());
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
    }
  }
}
