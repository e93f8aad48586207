// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Origin;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Holds the manifest of a skill to the headers a skill needs: no fragment, no activator, no bundle
 * class path, no import that is resolved later.
 */
final class ManifestRule implements Rule {

  private static final Set<String> ALLOWED =
      Set.of(
          "Manifest-Version",
          "Bundle-ManifestVersion",
          "Bundle-SymbolicName",
          "Bundle-Version",
          "Bundle-Name",
          "Import-Package",
          "Require-Capability",
          "Provide-Capability",
          "Service-Component");

  private static final Pattern IMPORTS =
      Pattern.compile(
          "forge\\.(?:api|guard)(?:;version=\"\\[[0-9.]+,[0-9.]+\\)\")?"
              + "(?:,forge\\.(?:api|guard)(?:;version=\"\\[[0-9.]+,[0-9.]+\\)\")?)?");

  /**
   * A bundle that was built elsewhere has headers of its tools; these give more than a skill has.
   */
  private static final Set<String> REFUSED =
      Set.of(
          "Bundle-Activator",
          "Bundle-ClassPath",
          "Bundle-NativeCode",
          "DynamicImport-Package",
          "Export-Package",
          "ExtensionBundle-Activator",
          "Fragment-Host",
          "Require-Bundle");

  @Override
  public List<Finding> check(SkillBundle bundle) {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(bundle.bytes()))) {
      Manifest manifest = in.getManifest();
      if (manifest == null) return List.of(broken("", "the bundle has no manifest"));
      return check(bundle, manifest.getMainAttributes());
    } catch (IOException e) {
      return List.of(broken("", "the bundle cannot be read: " + e.getMessage()));
    }
  }

  private static List<Finding> check(SkillBundle bundle, Attributes headers) {
    if (bundle.origin() == Origin.BUNDLE) return refused(headers);
    List<Finding> findings = new ArrayList<>();
    for (Object name : headers.keySet())
      if (!ALLOWED.contains(name.toString()))
        findings.add(broken(name.toString(), "a skill's manifest has no header " + name));
    headers.forEach(
        (name, value) -> {
          if (!value.toString().chars().allMatch(c -> c >= ' ' && c <= '~'))
            findings.add(broken(name.toString(), "a header is one line of printable text"));
        });
    component(bundle, headers).ifPresent(findings::add);
    imports(headers, findings);
    String symbolicName = headers.getValue("Bundle-SymbolicName");
    if (!bundle.name().module().equals(symbolicName))
      findings.add(
          broken(
              "Bundle-SymbolicName", "must be " + bundle.name().module() + ", is " + symbolicName));
    return findings;
  }

  private static Optional<Finding> component(SkillBundle bundle, Attributes headers) {
    String expected = "OSGI-INF/" + bundle.name().module() + ".xml";
    return expected.equals(headers.getValue("Service-Component"))
        ? Optional.empty()
        : Optional.of(broken("Service-Component", "must be " + expected));
  }

  private static void imports(Attributes headers, List<Finding> findings) {
    String imports = headers.getValue("Import-Package");
    if (imports == null || !IMPORTS.matcher(imports).matches())
      findings.add(broken("Import-Package", "a skill imports forge.api and nothing else"));
  }

  private static List<Finding> refused(Attributes headers) {
    List<Finding> findings = new ArrayList<>();
    for (String name : REFUSED)
      if (headers.getValue(name) != null)
        findings.add(
            broken(
                name,
                "a skill's bundle may not have the header "
                    + name
                    + "; build it as the skill template does"));
    return findings;
  }

  private static Finding broken(String where, String message) {
    return Finding.error(Stage.BUNDLE, "manifest.header", where, message);
  }
}
