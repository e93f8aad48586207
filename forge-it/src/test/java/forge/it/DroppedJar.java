// SPDX-License-Identifier: Apache-2.0
package forge.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A bundle that somebody else built: the skill template's, with what a test wants to be other. */
final class DroppedJar {

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String COMPONENT = "OSGI-INF/skill.template.TemplateSkill.xml";

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** The template's own jar, as its build made it. */
  static Path template() {
    Path folder = Path.of(System.getProperty("forge.it.repository"), "forge/skill-template");
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With that skill's name and version. */
  DroppedJar(String skill, String version) throws IOException {
    try (JarFile jar = new JarFile(template().toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList())
        try (InputStream in = jar.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
    }
    entries.remove("FORGE-INF/examples.json");
    change(COMPONENT, "value=\"template_skill\"", "value=\"" + skill + "\"");
    change(MANIFEST, "Bundle-Version: 0.1.0", "Bundle-Version: " + version);
  }

  DroppedJar change(String entry, String from, String to) {
    String text = new String(entries.get(entry), StandardCharsets.UTF_8);
    if (!text.contains(from)) throw new AssertionError(entry + " has no " + from + ":\n" + text);
    return with(entry, text.replace(from, to));
  }

  DroppedJar with(String entry, String text) {
    return with(entry, text.getBytes(StandardCharsets.UTF_8));
  }

  DroppedJar with(String entry, byte[] bytes) {
    entries.put(entry, bytes);
    return this;
  }

  DroppedJar header(String line) {
    return change(MANIFEST, "Bundle-ManifestVersion: 2", "Bundle-ManifestVersion: 2\r\n" + line);
  }

  /** A second component like the first. */
  DroppedJar twice() {
    with("OSGI-INF/second.xml", entries.get(COMPONENT));
    return change(MANIFEST, "Service-Component: " + COMPONENT, "Service-Component: OSGI-INF/*.xml");
  }

  DroppedJar withoutComponent() {
    return change(MANIFEST, "Service-Component", "X-Component");
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }
}
