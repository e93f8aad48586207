// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import forge.make.Finding;
import forge.make.Grants;
import forge.make.Origin;
import forge.make.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of an order.
 *
 * @param outcome how it ended
 * @param name the skill's name
 * @param filePath its source, relative to the data folder
 * @param origin where its code comes from
 * @param version the accepted version; empty when refused
 * @param sha256 digest of the accepted bundle; empty when refused
 * @param refusedAt the stage of the refusal
 * @param findings what was found, warnings included
 * @param notes what was done that a caller should know, e.g. a parameter's name in Java
 * @param compileMillis time spent in the compiler, milliseconds
 * @param totalMillis from the order to the end, milliseconds
 * @param grants what it may reach
 */
public record ForgeReport(
    Outcome outcome,
    SkillName name,
    String filePath,
    Origin origin,
    String version,
    String sha256,
    Optional<Stage> refusedAt,
    List<Finding> findings,
    List<String> notes,
    long compileMillis,
    long totalMillis,
    Grants grants) {

  /** A report on a skill that may reach nothing. */
  public ForgeReport(
      Outcome outcome,
      SkillName name,
      String filePath,
      Origin origin,
      String version,
      String sha256,
      Optional<Stage> refusedAt,
      List<Finding> findings,
      List<String> notes,
      long compileMillis,
      long totalMillis) {
    this(
        outcome,
        name,
        filePath,
        origin,
        version,
        sha256,
        refusedAt,
        findings,
        notes,
        compileMillis,
        totalMillis,
        Grants.NONE);
  }

  /** How an order ended. */
  public enum Outcome {
    /** The new version answers. */
    ACTIVE,
    /** The new version is kept and waits for a restart or a trigger. */
    PENDING,
    /** The new version is kept and waits for a person. */
    AWAITING_APPROVAL,
    /** A dry run: everything but the last step would succeed. */
    PLANNED,
    /** Nothing has changed. */
    REFUSED;

    /** The word on the wire: the name in lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the lists. */
  public ForgeReport {
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(name, "name");
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }
}
