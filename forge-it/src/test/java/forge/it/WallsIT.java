// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.testkit.ForgeFramework;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * The walls of the framework, without the verifier before them: the same bundle is held where
 * skills are installed, and is free anywhere else.
 */
class WallsIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String SKILLS = "forge:";
  private static final String OTHERS = "other:";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Import-Package: org.osgi.framework",
        "Import-Package: org.osgi.framework.wiring",
        "Import-Package: forge.live",
        "Import-Package: forge.make",
        "Import-Package: com.google.gson",
        "Import-Package: org.slf4j",
        "Import-Package: javax.net",
        "Import-Package: jakarta.servlet",
        "Import-Package: org.objectweb.asm",
        "Require-Bundle: system.bundle",
        "Require-Bundle: forge-api",
        "Require-Bundle: org.apache.felix.scr"
      })
  void aSkillIsWiredToTheSkillApiOnly(String header) throws Exception {
    Bundle free = installed(OTHERS, header, Map.of());
    free.start();
    assertThat(free.getState()).isEqualTo(Bundle.ACTIVE);
    Bundle held = installed(SKILLS, header, Map.of());
    assertThatThrownBy(held::start).isInstanceOf(BundleException.class);
    held.uninstall();
    free.uninstall();
  }

  @Test
  void theSkillApiIsOpenToIt() throws Exception {
    Bundle bundle = installed(SKILLS, "Import-Package: forge.api,forge.guard", Map.of());
    bundle.start();
    assertThat(bundle.getBundleContext().getBundles()).containsExactly(bundle);
    assertThat(bundle.getBundleContext().getAllServiceReferences(null, null)).isNull();
    bundle.uninstall();
  }

  @Test
  void nobodyIsWiredToASkill() throws Exception {
    for (String where : new String[] {OTHERS, SKILLS}) {
      String name = "p" + NUMBER.incrementAndGet();
      Bundle exporter = installed(where, "Export-Package: " + name, Map.of());
      Bundle importer = installed(OTHERS, "Import-Package: " + name, Map.of());
      if (where.equals(OTHERS)) importer.start();
      else assertThatThrownBy(importer::start).isInstanceOf(BundleException.class);
      importer.uninstall();
      exporter.uninstall();
    }
  }

  @Test
  void aDynamicImportFindsNothing() throws Exception {
    String type = "org.osgi.framework.FrameworkUtil";
    Bundle free = installed(OTHERS, "DynamicImport-Package: *", Map.of());
    assertThat(free.loadClass(type)).isNotNull();
    Bundle held = installed(SKILLS, "DynamicImport-Package: *", Map.of());
    assertThatThrownBy(() -> held.loadClass(type)).isInstanceOf(ClassNotFoundException.class);
    held.uninstall();
    free.uninstall();
  }

  @Test
  void aClassThatNobodyVerifiedIsNotDefined() throws Exception {
    Map<String, byte[]> classes = Map.of("forge/it/Folders.class", bytes("Folders.class"));
    Bundle free = installed(OTHERS, "X-None: x", classes);
    assertThat(free.loadClass("forge.it.Folders")).isNotNull();
    Bundle held = installed(SKILLS, "X-None: x", classes);
    for (int i = 0; i < 3; i++)
      assertThatThrownBy(() -> held.loadClass("forge.it.Folders")).isInstanceOf(Throwable.class);
    held.uninstall();
    free.uninstall();
  }

  private static byte[] bytes(String file) throws IOException {
    try (InputStream in = WallsIT.class.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  private static Bundle installed(String where, String header, Map<String, byte[]> entries)
      throws Exception {
    String name = "walled" + NUMBER.incrementAndGet();
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name);
    headers.putValue("Bundle-Version", "1.0.0");
    String[] parts = header.split(": ");
    headers.putValue(parts[0], parts[1]);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return FORGE
        .bundleContext()
        .installBundle(where + name, new ByteArrayInputStream(bytes.toByteArray()));
  }
}
