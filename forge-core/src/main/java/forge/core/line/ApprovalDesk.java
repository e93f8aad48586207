// SPDX-License-Identifier: Apache-2.0
package forge.core.line;

import forge.api.SkillName;
import forge.core.grant.GrantPolicy;
import forge.core.install.Acceptance;
import forge.core.install.Acceptance.By;
import forge.core.install.Turnstile;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.verify.Verifier;
import forge.live.Approvals;
import forge.live.ForgeEvent.Kind;
import forge.live.ForgeReport.Outcome;
import forge.make.Finding;
import forge.make.Grant;
import forge.make.Rejected;
import forge.make.Rule;
import forge.make.SkillBundle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Where a person decides on versions that wait. The digest is that of the bundle, which holds spec,
 * source and classes: another source is another digest, and waits anew.
 */
@Component
public final class ApprovalDesk implements Approvals {

  private static final By NOBODY = new By("clock", "nobody");

  @Reference private volatile List<Rule> rules = List.of();

  private final Verifier verifier = new Verifier();
  private final SkillStore store;
  private final Acceptance acceptance;
  private final Turnstile turnstile;
  private final GrantPolicy policy;

  /** A desk; what waits lies in the store. */
  @Activate
  public ApprovalDesk(
      @Reference SkillStore store,
      @Reference Acceptance acceptance,
      @Reference Turnstile turnstile,
      @Reference GrantPolicy policy) {
    this.store = store;
    this.acceptance = acceptance;
    this.turnstile = turnstile;
    this.policy = policy;
  }

  @Override
  public List<Approval> waiting() {
    return store.waiting().stream()
        .flatMap(name -> undecided(name).stream())
        .map(this::approval)
        .toList();
  }

  /** What waits for a person; what waited too long is dropped in passing. */
  private Optional<StoredSkill> undecided(SkillName name) {
    Optional<StoredSkill> waits =
        acceptance.known(name).decideBy().map(until -> acceptance.known(name));
    if (waits.isEmpty() || !isLate(waits.get())) return waits;
    try (Turnstile.Turn turn = turnstile.enter(name)) {
      if (isLate(acceptance.known(name)))
        acceptance.drop(name, Kind.EXPIRED, NOBODY, "nobody decided in time");
    }
    return Optional.empty();
  }

  private static boolean isLate(StoredSkill skill) {
    return skill.decideBy().filter(until -> until.isBefore(Instant.now())).isPresent();
  }

  private Approval approval(StoredSkill skill) {
    StoredSkill.Version version = skill.pending().orElseThrow();
    return new Approval(
        version.sha256(),
        skill.name(),
        version.number(),
        skill.live().map(StoredSkill.Version::number).orElse(""),
        version.author(),
        version.door(),
        version.at(),
        skill.decideBy().orElseThrow(),
        findings(skill.name(), version),
        diff(skill, version),
        version.spec().grants(),
        acceptance.wants(skill.name(), version.spec().grants()).stream()
            .map(Grant::toString)
            .toList());
  }

  private List<Finding> findings(SkillName name, StoredSkill.Version version) {
    List<Finding> beyond = policy.beyond(version.spec().grants());
    if (!beyond.isEmpty()) return beyond;
    try {
      return verifier.check(store.bundle(name, version), rules);
    } catch (Rejected e) {
      return e.findings();
    }
  }

  private String diff(StoredSkill skill, StoredSkill.Version version) {
    try {
      Optional<SkillBundle> live = skill.live().map(old -> store.bundle(skill.name(), old));
      return Difference.between(live, store.bundle(skill.name(), version));
    } catch (Rejected e) {
      return e.getMessage();
    }
  }

  @Override
  public Decision decide(
      String digest, boolean approve, String door, String author, String reason) {
    Optional<SkillName> name =
        store.waiting().stream().filter(waits -> isUnder(digest, waits)).findFirst();
    if (name.isEmpty()) return Decision.UNKNOWN;
    try (Turnstile.Turn turn = turnstile.enter(name.get())) {
      if (!isUnder(digest, name.get())) return Decision.UNKNOWN;
      if (isLate(acceptance.known(name.get()))) {
        acceptance.drop(name.get(), Kind.EXPIRED, NOBODY, "nobody decided in time");
        return Decision.EXPIRED;
      }
      return decided(acceptance.known(name.get()), approve, new By(door, author), reason);
    }
  }

  private boolean isUnder(String digest, SkillName name) {
    StoredSkill skill = acceptance.known(name);
    return skill.decideBy().isPresent()
        && skill.pending().filter(version -> version.sha256().equals(digest)).isPresent();
  }

  private Decision decided(StoredSkill skill, boolean approve, By by, String reason) {
    if (!approve) {
      acceptance.drop(skill.name(), Kind.REJECTED, by, reason);
      return Decision.REJECTED;
    }
    StoredSkill.Version version = skill.pending().orElseThrow();
    try {
      Outcome outcome =
          acceptance.activate(
              store.bundle(skill.name(), version), version, by, List.of(Kind.APPROVED));
      return outcome == Outcome.ACTIVE ? Decision.ACTIVE : Decision.PENDING;
    } catch (Rejected e) {
      acceptance.refused(skill.name().value(), by, "approved, but " + e.getMessage());
      throw e;
    }
  }
}
