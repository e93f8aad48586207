// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Jar;
import forge.api.SkillInfo;
import forge.api.SkillName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentConstants;

/**
 * What bnd writes of a skill: the headers of its bundle and the XML of its component. Written once,
 * they serve other skills too, with their names and versions in place of the first one's.
 */
final class Headers {

  private static final Set<String> NAMED =
      Set.of(
          Constants.BUNDLE_NAME,
          Constants.BUNDLE_SYMBOLICNAME,
          Constants.BUNDLE_VERSION,
          ComponentConstants.SERVICE_COMPONENT);

  private final Manifest manifest;
  private final String component;
  private final Of of;

  /**
   * Whose they are.
   *
   * @param skillClass binary name of the class that is the skill
   */
  record Of(SkillName name, String version, String skillClass) {

    String entry() {
      return "OSGI-INF/" + name.module() + ".xml";
    }

    /** What stands in a component's XML, by what it stands for. */
    private Map<String, String> words() {
      return Map.of(
          "module",
          " name=\"" + name.module() + "\"",
          "class",
          " class=\"" + skillClass + "\"",
          "name",
          property("name", name.value()),
          "version",
          property("version", version));
    }

    private static String property(String name, String value) {
      return " name=\"" + SkillInfo.PREFIX_ + name + "\" type=\"String\" value=\"" + value + "\"";
    }
  }

  private Headers(Manifest manifest, String component, Of of) {
    this.manifest = manifest;
    this.component = component;
    this.of = of;
  }

  /** As bnd has written them, the component into the jar. */
  static Headers from(Manifest manifest, Jar jar, Of of) throws Exception {
    try (InputStream in = jar.getResource(of.entry()).openInputStream()) {
      String component = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Headers(settled(manifest), component, of);
    }
  }

  /**
   * With the clauses of each header in the order that bnd gives them when it writes: it sorts them
   * by the rules of a language, which to read takes a first skill longer than the rest of packing.
   */
  private static Manifest settled(Manifest manifest) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Jar.writeManifest(manifest, written);
    return new Manifest(new ByteArrayInputStream(written.toByteArray()));
  }

  /** Of the usual outline, as bnd wrote them for a skill once; a test asks it again. */
  static Headers usual() {
    return Usual.HEADERS;
  }

  /** Read once: whoever packs asks for them, and whoever has a bundle made ready. */
  private static final class Usual {
    static final Headers HEADERS = readUsual();
  }

  private static Headers readUsual() {
    Of plain = new Of(new SkillName("plain"), "1.0.0", "forge_gen_plain.Plain");
    try (InputStream manifest = Headers.class.getResourceAsStream("usual/MANIFEST.MF");
        InputStream component = Headers.class.getResourceAsStream("usual/component.xml")) {
      return new Headers(
          forThisJava(new Manifest(manifest)),
          new String(component.readAllBytes(), StandardCharsets.UTF_8),
          plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** They were written for Java 17; of another they say no more than its number. */
  private static Manifest forThisJava(Manifest manifest) {
    String here = "(version=" + Runtime.version().feature() + ")";
    manifest
        .getMainAttributes()
        .computeIfPresent(
            new Attributes.Name(Constants.REQUIRE_CAPABILITY),
            (name, value) -> value.toString().replace("(version=17)", here));
    return manifest;
  }

  /** Whether what is of the first skill only stands where it is known to. */
  boolean areForAll() {
    String module = of.name().module();
    boolean elsewhere =
        manifest.getMainAttributes().entrySet().stream()
            .anyMatch(
                header ->
                    !NAMED.contains(header.getKey().toString())
                        && header.getValue().toString().contains(module));
    String rest = component;
    for (String word : of.words().values()) {
      if (!rest.contains(word)) return false;
      rest = rest.replace(word, "");
    }
    return !elsewhere && manifest.getEntries().isEmpty() && !rest.contains(module);
  }

  private Manifest manifest(Of other) {
    Manifest own = new Manifest(manifest);
    Attributes headers = own.getMainAttributes();
    headers.putValue(Constants.BUNDLE_NAME, other.name().module());
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, other.name().module());
    headers.putValue(Constants.BUNDLE_VERSION, other.version());
    headers.putValue(ComponentConstants.SERVICE_COMPONENT, other.entry());
    return own;
  }

  /** The headers of the bundle of another. */
  Map<String, String> of(Of other) {
    Map<String, String> headers = new TreeMap<>();
    manifest(other)
        .getMainAttributes()
        .forEach((name, value) -> headers.put(name.toString(), value.toString()));
    return headers;
  }

  /** Writes them for another. */
  void writeTo(Jar jar, Of other) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Jar.outputManifest(manifest(other), written);
    jar.putResource(
        JarFile.MANIFEST_NAME, new EmbeddedResource(written.toByteArray(), Packer.TIME));
    jar.setDoNotTouchManifest();
    jar.putResource(other.entry(), new EmbeddedResource(component(other), Packer.TIME));
  }

  /** The component of another: the XML, as it stands in its bundle. */
  byte[] component(Of other) {
    String text = component;
    Map<String, String> words = other.words();
    for (Map.Entry<String, String> word : of.words().entrySet())
      text = text.replace(word.getValue(), words.get(word.getKey()));
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
