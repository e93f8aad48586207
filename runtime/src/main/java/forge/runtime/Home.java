// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.FAILED;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The unpacked product.
 *
 * @param folder holds {@code lib/} (the launcher's class path) and {@code bundles/}
 */
public record Home(Path folder) {

  /** Makes the path the one that the JVM knows its class path by: absolute, without links. */
  public Home {
    try {
      folder = folder.toRealPath();
    } catch (IOException e) {
      folder = folder.toAbsolutePath().normalize();
    }
  }

  /** The folder the running launcher lies in, or what {@code forge.home} names. */
  public static Home current() {
    String property = System.getProperty("forge.home", "");
    if (!property.isBlank()) return new Home(Path.of(property));
    return new Home(origin().resolve("../.."));
  }

  /** The jar this class is in, where it is in one. */
  static Optional<Path> ownJar() {
    return Optional.of(origin()).filter(Files::isRegularFile);
  }

  private static Path origin() {
    try {
      return Path.of(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The version of the product. */
  public static String version() {
    try (var in = Home.class.getResourceAsStream("version.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The bundles to start, in the order of {@code bundles/bundles.list}.
   *
   * @throws StartFailure when the list or a bundle is not there
   */
  public List<Path> bundles() {
    Path list = folder.resolve("bundles/bundles.list");
    try {
      return Files.readAllLines(list).stream()
          .filter(name -> !name.isBlank())
          .map(this::bundle)
          .toList();
    } catch (IOException e) {
      throw incomplete(list);
    }
  }

  private Path bundle(String name) {
    Path bundle = folder.resolve("bundles").resolve(name.strip());
    if (!Files.isRegularFile(bundle)) throw incomplete(bundle);
    return bundle;
  }

  private static StartFailure incomplete(Path missing) {
    return new StartFailure(
        FAILED, missing + " is missing: build the runtime again, or unpack the archive again");
  }
}
