// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds the description of a skill's component to the one form it has: a service of the Skill API
 * with its properties, and no reference, no factory, no method that is called.
 */
final class ComponentRule implements Rule {

  private static final Pattern COMPONENT =
      Pattern.compile(
          "<\\?xml version=\"1\\.0\" encoding=\"UTF-8\"\\?>\\s*"
              + "<scr:component xmlns:scr=\"http://www\\.osgi\\.org/xmlns/scr/v1\\.[0-9]\\.0\""
              + " name=\"(?<component>\\w+)\" configuration-policy=\"ignore\">\\s*"
              + "(?:<property name=\"forge\\.skill\\.\\w+\" type=\"String\" value=\"[\\w.]*\"/>\\s*)*"
              + "<properties entry=\"FORGE-INF/skill\\.properties\"/>\\s*"
              + "<service>\\s*<provide interface=\"forge\\.api\\.Skill\"/>\\s*</service>\\s*"
              + "<implementation class=\"(?<module>\\w+)\\.[\\p{L}\\p{Nl}\\p{N}\\p{M}_$]+\"/>\\s*"
              + "</scr:component>\\s*",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern TEXT = Pattern.compile("forge\\.skill\\.\\w+=[!-~]*");

  @Override
  public List<Finding> check(SkillBundle bundle) {
    Archive archive = Archive.of(bundle);
    String module = bundle.name().module();
    Matcher component = COMPONENT.matcher(archive.text("OSGI-INF/" + module + ".xml"));
    if (!component.matches()
        || !component.group("component").equals(module)
        || !component.group("module").equals(module))
      return wrong(
          "a skill is one component that provides forge.api.Skill and refers to nothing;"
              + " leave the annotations of org.osgi.service.component out");
    boolean plain =
        archive
            .text("FORGE-INF/skill.properties")
            .lines()
            .allMatch(line -> TEXT.matcher(line).matches());
    return plain ? List.of() : wrong("the properties of a skill are one line each");
  }

  private static List<Finding> wrong(String message) {
    return List.of(Finding.error(Stage.BUNDLE, "component.form", "OSGI-INF", message));
  }
}
