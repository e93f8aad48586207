// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Rule;
import forge.make.Severity;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.List;

/** The one gate: every rule judges the exact bytes that would run. */
public final class Verifier {

  private static final List<Rule> OWN =
      List.of(new ArchiveRule(), new ManifestRule(), new ComponentRule(), new CodeRule());

  /**
   * Checks a bundle.
   *
   * @param others rules of other bundles
   * @return what was found that refuses nothing
   * @throws Rejected at {@link Stage#BUNDLE} when a rule is broken
   */
  public List<Finding> check(SkillBundle bundle, List<Rule> others) {
    List<Finding> findings = new ArrayList<>();
    OWN.forEach(rule -> findings.addAll(rule.check(bundle)));
    others.forEach(rule -> findings.addAll(rule.check(bundle)));
    List<Finding> errors =
        findings.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) throw new Rejected(Stage.BUNDLE, errors);
    return findings;
  }
}
