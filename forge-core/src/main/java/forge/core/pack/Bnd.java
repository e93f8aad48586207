// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import forge.guard.Guard;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Manifest;

/** Asks bnd, with the settings of the house and of the module {@code skill-template}. */
final class Bnd {

  private static final String GUARD = "forge.guard.package-info";

  private final SortedMap<String, byte[]> visible = new TreeMap<>();
  private final Properties settings = new Properties();

  /** With what skills compile against, class file bytes by binary name. */
  Bnd(Map<String, byte[]> visible) {
    visible.forEach((type, bytes) -> this.visible.put(Packer.path(type), bytes));
    this.visible.put(Packer.path(GUARD), guard());
    load("house/bnd.bnd");
    load("skill/bnd.bnd");
  }

  /** The version of the package that woven code calls; no source sees it. */
  private static byte[] guard() {
    try (InputStream in = Guard.class.getResourceAsStream("package-info.class")) {
      if (in == null) throw new IllegalStateException(GUARD + " is missing");
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load(String resource) {
    try (InputStream in = Bnd.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalStateException(resource + " is missing");
      settings.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What bnd writes of a bundle with these entries.
   *
   * @throws Rejected when it finds a fault
   */
  Headers headers(SortedMap<String, byte[]> entries, Headers.Of of) throws Exception {
    // A builder closes its jar and what is on its class path: each gets its own over shared bytes.
    try (Builder builder = new Builder();
        Jar jar = Packer.jar(of.name().module(), entries)) {
      builder.setProperties(settings);
      builder.setBundleSymbolicName(of.name().module());
      builder.setBundleVersion(of.version());
      builder.addClasspath(Packer.jar("visible", visible));
      builder.setJar(jar);
      Manifest manifest = builder.calcManifest();
      refuse(builder);
      return Headers.from(manifest, jar, of);
    }
  }

  private static void refuse(Builder builder) {
    List<Finding> findings =
        builder.getErrors().stream()
            .map(error -> Finding.error(Stage.BUNDLE, "bnd.error", "", error))
            .toList();
    if (!findings.isEmpty()) throw new Rejected(Stage.BUNDLE, findings);
  }
}
