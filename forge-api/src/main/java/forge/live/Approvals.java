// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import forge.make.Finding;
import forge.make.Grants;
import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Versions that wait for a person. */
@ProviderType
public interface Approvals {

  /**
   * One version that waits.
   *
   * @param digest SHA-256 of its bundle, which holds the spec, the source and the classes
   * @param skill the skill
   * @param version the version it would be
   * @param replaces the version in service; empty when there is none
   * @param author who ordered it
   * @param door which door the order came through
   * @param at when it was made
   * @param expires until when somebody may decide
   * @param findings what the rules say of these bytes now; an error among them will refuse it
   * @param diff unified diff of spec and source against the version in service; when a bundle is
   *     damaged, that it is
   * @param grants what it may reach
   * @param wants those grants that the version in service does not have, in words
   */
  record Approval(
      String digest,
      SkillName skill,
      String version,
      String replaces,
      String author,
      String door,
      Instant at,
      Instant expires,
      List<Finding> findings,
      String diff,
      Grants grants,
      List<String> wants) {

    /** Copies the lists. */
    public Approval {
      findings = List.copyOf(findings);
      wants = List.copyOf(wants);
    }

    /** One that wants no grants. */
    public Approval(
        String digest,
        SkillName skill,
        String version,
        String replaces,
        String author,
        String door,
        Instant at,
        Instant expires,
        List<Finding> findings,
        String diff) {
      this(
          digest,
          skill,
          version,
          replaces,
          author,
          door,
          at,
          expires,
          findings,
          diff,
          Grants.NONE,
          List.of());
    }
  }

  /** What became of a decision. */
  enum Decision {
    /** The version is in service. */
    ACTIVE,
    /** Approved, but hot-reload is off: it waits for a restart or a trigger. */
    PENDING,
    /** Turned down; the version is gone. */
    REJECTED,
    /** No version with that digest waits. */
    UNKNOWN,
    /** It waited, and nobody decided in time. */
    EXPIRED
  }

  /** All that wait, in order of name. */
  List<Approval> waiting();

  /**
   * Decides on exactly these bytes.
   *
   * @param digest SHA-256 of the bundle
   * @param approve whether it may go live
   * @param author who decides
   * @param reason why
   */
  Decision decide(String digest, boolean approve, String door, String author, String reason);
}
