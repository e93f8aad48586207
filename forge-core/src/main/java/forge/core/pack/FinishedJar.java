// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import static forge.core.pack.JarEntries.refused;

import forge.api.Skill;
import forge.api.SkillInfo;
import forge.core.data.Json;
import forge.make.Rejected;
import forge.make.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import org.osgi.framework.Version;
import org.w3c.dom.Element;

/**
 * A bundle that was built elsewhere, read without running anything of it: its one component says
 * what skill it is.
 *
 * <p>Examples, when it has some, are in {@value #EXAMPLES}, an array as in a spec; a bundle that
 * was forged has them in its spec. They are run before it goes live.
 */
public final class FinishedJar {

  private static final String EXAMPLES = "FORGE-INF/examples.json";

  private final Map<String, byte[]> entries;
  private final Map<String, String> info;
  private final Version bundleVersion;

  private FinishedJar(Map<String, byte[]> entries) throws IOException {
    this.entries = entries;
    Manifest manifest = new Manifest(new ByteArrayInputStream(entries.get("META-INF/MANIFEST.MF")));
    String bundle = manifest.getMainAttributes().getValue("Bundle-SymbolicName");
    if (bundle == null)
      throw refused(
          "jar.no_bundle",
          "the jar is no OSGi bundle (no Bundle-SymbolicName); build it as the skill template does");
    String version = manifest.getMainAttributes().getValue("Bundle-Version");
    bundleVersion = Version.parseVersion(version);
    String files = manifest.getMainAttributes().getValue("Service-Component");
    Element component = Components.one(entries, files == null ? "" : files);
    requireSkill(component);
    info = Components.properties(component, entries);
  }

  /**
   * Reads a jar.
   *
   * @throws Rejected at {@link Stage#BUNDLE} when it is no bundle with one skill
   */
  public static FinishedJar read(byte[] jar) {
    try {
      return new FinishedJar(JarEntries.of(jar));
    } catch (IOException | IllegalArgumentException e) {
      throw refused("jar.unfit", "the bundle cannot be read: " + e.getMessage());
    }
  }

  private static void requireSkill(Element component) {
    List<String> services = Components.services(component);
    if (!services.equals(List.of(Skill.class.getName())))
      throw refused(
          "jar.service",
          "the component must provide forge.api.Skill and nothing else, it provides "
              + (services.isEmpty() ? "no service" : String.join(", ", services)));
  }

  /** The version it brings, {@code major.minor.patch}. */
  public String version() {
    String own = text("version");
    Version version = own.isEmpty() ? bundleVersion : parsed(own);
    return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
  }

  private static Version parsed(String version) {
    try {
      return Version.parseVersion(version);
    } catch (IllegalArgumentException e) {
      throw refused("jar.version", "forge.skill.version is no version: " + version);
    }
  }

  /** What it says of itself, as the text of a spec without code. */
  public String spec() {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", text("name"));
    spec.put("description", text("description"));
    Map<String, Object> input = new LinkedHashMap<>(schema("input"));
    input.putIfAbsent("type", "object");
    spec.put("input", input);
    if (!text("output").isEmpty()) spec.put("returns", schema("output"));
    if (entries.containsKey(Packer.SPEC) && json(Packer.SPEC) instanceof Map<?, ?> forged)
      for (String field : List.of("examples", "budget"))
        if (forged.get(field) != null) spec.put(field, forged.get(field));
    if (entries.containsKey(EXAMPLES)) spec.put("examples", json(EXAMPLES));
    return Json.write(spec);
  }

  private String text(String property) {
    return info.getOrDefault(SkillInfo.PREFIX_ + property, "");
  }

  private Map<String, Object> schema(String property) {
    if (text(property).isEmpty()) return Map.of();
    Object schema = json("forge.skill." + property, text(property));
    if (!(schema instanceof Map<?, ?> map))
      throw refused("jar.schema", "forge.skill." + property + " is no JSON object");
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((key, value) -> named.put(key.toString(), value));
    return named;
  }

  private Object json(String entry) {
    return json(entry, new String(entries.get(entry), StandardCharsets.UTF_8));
  }

  private static Object json(String where, String text) {
    try {
      return Json.read(text);
    } catch (IllegalArgumentException e) {
      throw refused("jar.json", where + ": " + e.getMessage());
    }
  }
}
