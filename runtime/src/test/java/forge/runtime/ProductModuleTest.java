// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the framework is told of a jar of the product. */
class ProductModuleTest {

  @TempDir Path temp;

  private Map<String, String> told(boolean wired, Map<String, String> headers) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(manifest.getMainAttributes()::putValue);
    Path jar = temp.resolve("bundle.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entries.finish();
    }
    ProductModule module = new ProductModule(jar, getClass().getClassLoader(), wired);
    try {
      return module.getHeaders().orElseThrow();
    } finally {
      module.close();
    }
  }

  private static final Map<String, String> ASKING =
      Map.of(
          "Bundle-SymbolicName", "a.b",
          "Import-Package", "org.osgi.framework;version=\"[1.9,2)\"",
          "DynamicImport-Package", "*",
          "Require-Capability", "osgi.ee;filter:=\"(osgi.ee=JavaSE)\"");

  @Test
  void whatItAsksForIsNotToldWhereAllIsThere() throws Exception {
    assertThat(told(false, ASKING))
        .containsEntry("Bundle-SymbolicName", "a.b")
        .doesNotContainKeys("Import-Package", "DynamicImport-Package", "Require-Capability");
    assertThat(told(true, ASKING)).containsAllEntriesOf(ASKING);
  }

  @Test
  void whatItOffersIsToldWithoutWhatThatUses() throws Exception {
    String provided = "osgi.extender;osgi.extender=\"osgi.component\";uses:=\"x\"";
    Map<String, String> told =
        told(
            false,
            Map.of(
                "Export-Package",
                "a.b;uses:=\"c.d,e.f\";version=\"1.0\",g;uses:=h;version=2",
                "Provide-Capability",
                provided));
    assertThat(told)
        .containsEntry("Export-Package", "a.b;version=\"1.0\",g;version=2")
        .containsEntry("Provide-Capability", provided);
  }
}
