// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Holds the entries of a skill's bundle to those that the forge itself packs. */
final class ArchiveRule implements Rule {

  @Override
  public List<Finding> check(SkillBundle bundle) {
    Archive archive = Archive.of(bundle);
    if (archive.fault().isPresent()) return List.of(wrong("", archive.fault().get()));
    Pattern allowed = allowed(bundle.name().module());
    List<Finding> findings = new ArrayList<>();
    for (String name : archive.files().keySet())
      if (!allowed.matcher(name).matches())
        findings.add(wrong(shown(name), "a skill's bundle has no entry " + shown(name)));
    return findings;
  }

  /** Unicode letters may be in the names of classes, as Java has it. */
  private static Pattern allowed(String module) {
    String type = "[\\p{L}\\p{Nl}_$][\\p{L}\\p{Nl}\\p{N}\\p{M}_$]*";
    return Pattern.compile(
        "META-INF/MANIFEST\\.MF|FORGE-INF/(?:skill\\.properties|spec\\.json)|OSGI-INF/"
            + module
            + "\\.xml|OSGI-OPT/src/"
            + module
            + "/"
            + type
            + "\\.java|"
            + module
            + "/"
            + type
            + "\\.class");
  }

  private static String shown(String name) {
    return name.replaceAll("[^!-~]", "?");
  }

  private static Finding wrong(String where, String message) {
    return Finding.error(Stage.BUNDLE, "archive.entry", where, message);
  }
}
