// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The descriptions of a jar's components as the framework sees them. */
class ComponentsEntryTest {
  private static final String SCR = "http://www.osgi.org/xmlns/scr/v1.4.0";
  private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  @TempDir Path temp;

  private static String component(String name) {
    return "<scr:component xmlns:scr=\"" + SCR + "\" name=\"" + name + "\"/>";
  }

  private ProductModule module(String header) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Service-Component", header);
    Path jar = temp.resolve("bundle.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      entry(entries, "OSGI-INF/a.xml", PROLOG + component("ä"));
      entry(entries, "OSGI-INF/b.xml", component("b"));
    }
    return new ProductModule(jar, getClass().getClassLoader(), false);
  }

  private static void entry(JarOutputStream jar, String name, String text) throws Exception {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(text.getBytes(StandardCharsets.UTF_8));
    jar.closeEntry();
  }

  private static String header(ProductModule module) {
    return module.getHeaders().orElseThrow().get("Service-Component");
  }

  @Test
  void allAreOneDocument() throws Exception {
    ProductModule module = module("OSGI-INF/a.xml, OSGI-INF/b.xml");
    try {
      assertThat(header(module)).isEqualTo("OSGI-INF/components.xml");
      assertThat(module.getEntries())
          .contains("OSGI-INF/components.xml", "OSGI-INF/a.xml", "META-INF/MANIFEST.MF")
          .doesNotHaveDuplicates();
      var entry = module.getEntry("OSGI-INF/components.xml").orElseThrow();
      assertThat(entry.getBytes()).hasSize((int) entry.getContentLength());
      DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
      parsers.setNamespaceAware(true);
      try (InputStream in = entry.getInputStream()) {
        Document document = parsers.newDocumentBuilder().parse(in);
        var components = document.getElementsByTagNameNS(SCR, "component");
        assertThat(components.getLength()).isEqualTo(2);
        var names = components.item(0).getAttributes();
        assertThat(names.getNamedItem("name").getNodeValue()).isEqualTo("ä");
      }
    } finally {
      module.close();
    }
  }

  @Test
  void oneAloneOrOneThatIsNotThereStaysAsItIs() throws Exception {
    for (String header : new String[] {"OSGI-INF/a.xml", "OSGI-INF/a.xml,OSGI-INF/*.xml"}) {
      ProductModule module = module(header);
      try {
        assertThat(header(module)).isEqualTo(header);
        assertThat(module.getEntry("OSGI-INF/components.xml")).isEmpty();
        assertThat(module.getEntry("OSGI-INF/a.xml")).isPresent();
      } finally {
        module.close();
      }
    }
  }
}
