// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.Rule;
import forge.make.Severity;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * The one gate: every rule judges the exact bytes that would run. A bundle that somebody else built
 * and an operator brought is trusted with its code, and held to its manifest and its signature
 * only.
 */
public final class Verifier {

  /** The code first: what it wants shows in all the others, and its findings say it best. */
  private static final List<Rule> OWN =
      List.of(new CodeRule(), new ArchiveRule(), new ManifestRule(), new ComponentRule());

  private static final Rule SIGNATURE = new SignatureRule();

  private final List<Rule> own;

  /** A gate with all of its own rules. */
  public Verifier() {
    this(OWN);
  }

  Verifier(List<Rule> own) {
    this.own = own;
  }

  /** Its own rules. */
  static List<Rule> own() {
    return OWN;
  }

  /**
   * Checks a bundle.
   *
   * @param others rules of other bundles
   * @return what was found that refuses nothing
   * @throws Rejected at {@link Stage#BUNDLE} when a rule is broken
   */
  public List<Finding> check(SkillBundle bundle, List<Rule> others) {
    List<Finding> findings = new ArrayList<>();
    boolean brought = bundle.origin() == Origin.BUNDLE;
    for (Rule rule : own)
      if (!brought || rule instanceof ManifestRule) findings.addAll(rule.check(bundle));
    if (brought) findings.addAll(SIGNATURE.check(bundle));
    others.forEach(rule -> findings.addAll(rule.check(bundle)));
    List<Finding> errors =
        findings.stream().filter(finding -> finding.severity() == Severity.ERROR).toList();
    if (!errors.isEmpty()) throw new Rejected(Stage.BUNDLE, errors);
    return findings;
  }
}
