// SPDX-License-Identifier: Apache-2.0
package forge.it.container;

import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.mavenBundle;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import forge.runtime.FrameworkProperties;
import forge.runtime.Home;
import forge.runtime.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Constants;

/**
 * The product as Pax Exam provisions it: the launcher's own framework properties, and the bundles
 * of its list, each from its Maven coordinates.
 */
final class ProductOption {

  private static final Path REPOSITORY = Path.of(System.getProperty("forge.it.repository"));

  private ProductOption() {}

  static Option product() throws IOException {
    return composite(junitBundles(), properties(), bundles(), cleanCaches());
  }

  private static Option properties() throws IOException {
    Path data = Files.createTempDirectory(REPOSITORY.getParent(), "container-data");
    Settings settings = Settings.read(List.of("--port", "0", "--data", data.toString()), Map.of());
    return composite(
        FrameworkProperties.of(settings, data, "").entrySet().stream()
            .filter(each -> !each.getKey().startsWith(Constants.FRAMEWORK_STORAGE))
            .map(each -> property(each.getKey(), each.getValue()))
            .toArray(Option[]::new));
  }

  /** Pax Exam adds packages of its own to what the launcher offers. */
  private static Option property(String name, String value) {
    return name.equals(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA)
        ? systemPackages(value.split(","))
        : frameworkProperty(name).value(value);
  }

  private static Option bundles() {
    return composite(
        Home.current().bundles().stream()
            .map(bundle -> fromMaven(bundle.getFileName().toString()))
            .toArray(Option[]::new));
  }

  /** A bundle of the repository: {@code group/id/artifact/version/artifact-version.jar}. */
  static Option fromMaven(String file) {
    try (Stream<Path> files = Files.walk(REPOSITORY)) {
      Path folder =
          files
              .filter(each -> each.getFileName().toString().equals(file))
              .map(Path::getParent)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("add " + file + " to the pom"));
      Path artifact = folder.getParent();
      String group = REPOSITORY.relativize(artifact.getParent()).toString().replace('/', '.');
      return mavenBundle(group, name(artifact), name(folder));
    } catch (IOException e) {
      throw new IllegalStateException("the repository cannot be read", e);
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
