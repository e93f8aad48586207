// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds the entries of a skill's bundle to those that the forge itself packs. */
final class ArchiveRule implements Rule {

  private static final Set<String> FIXED =
      Set.of("META-INF/MANIFEST.MF", "FORGE-INF/skill.properties", "FORGE-INF/spec.json");

  /** Unicode letters may be in the names of classes, as Java has it. */
  private static final Pattern TYPE =
      Pattern.compile("[\\p{L}\\p{Nl}_$][\\p{L}\\p{Nl}\\p{N}\\p{M}_$]*");

  @Override
  public List<Finding> check(SkillBundle bundle) {
    Archive archive = Archive.of(bundle);
    if (archive.fault().isPresent()) return List.of(wrong("", archive.fault().get()));
    String module = bundle.name().module();
    List<Finding> findings = new ArrayList<>();
    for (String name : archive.files().keySet())
      if (!isAllowed(name, module))
        findings.add(wrong(shown(name), "a skill's bundle has no entry " + shown(name)));
    return findings;
  }

  private static boolean isAllowed(String name, String module) {
    return FIXED.contains(name)
        || name.equals("OSGI-INF/" + module + ".xml")
        || isType(name, "OSGI-OPT/src/" + module + "/", ".java")
        || isType(name, module + "/", ".class");
  }

  private static boolean isType(String name, String folder, String ending) {
    int end = name.length() - ending.length();
    return name.startsWith(folder)
        && name.endsWith(ending)
        && end > folder.length()
        && TYPE.matcher(name).region(folder.length(), end).matches();
  }

  private static String shown(String name) {
    return name.replaceAll("[^!-~]", "?");
  }

  private static Finding wrong(String where, String message) {
    return Finding.error(Stage.BUNDLE, "archive.entry", where, message);
  }
}
