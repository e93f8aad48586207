// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.audit.AuditLog;
import forge.core.audit.AuditLog.Told;
import forge.core.budget.SkillThreads;
import forge.core.isolate.Compilers;
import forge.core.isolate.Workers;
import forge.core.live.LiveSkills;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.tier.TierRule;
import forge.live.ForgeEvent.Kind;
import forge.live.Tiers;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.Stage;
import forge.make.Tier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an operator decides on tiers. A decision holds from the next call on. */
@Component
public final class TierDesk implements Tiers {

  private static final Logger LOG = LoggerFactory.getLogger(TierDesk.class);

  private final SkillStore store;
  private final LiveSkills live;
  private final TierRule rule;
  private final Workers workers;
  private final SkillThreads threads;
  private final Compilers compilers;
  private final AuditLog audit;

  /** A desk; what was decided lies in the store. */
  @Activate
  public TierDesk(
      @Reference SkillStore store,
      @Reference LiveSkills live,
      @Reference TierRule rule,
      @Reference Workers workers,
      @Reference SkillThreads threads,
      @Reference Compilers compilers,
      @Reference AuditLog audit) {
    this.store = store;
    this.live = live;
    this.rule = rule;
    this.workers = workers;
    this.threads = threads;
    this.compilers = compilers;
    this.audit = audit;
  }

  @Override
  public Optional<Ruled> of(SkillName name) {
    Optional<StoredSkill> stored = store.find(name);
    return stored
        .flatMap(StoredSkill::current)
        .map(version -> rule.of(name, version.sha256(), version.origin(), version.spec()))
        .or(
            () ->
                live.find(name)
                    .filter(generation -> generation.facts().origin() == Origin.BUNDLE)
                    .map(generation -> new Ruled(generation.facts().tier(), "bundle")))
        .or(
            () ->
                stored
                    .flatMap(StoredSkill::retired)
                    .map(last -> rule.of(name, last.sha256(), last.origin(), last.spec())));
  }

  @Override
  public boolean assign(
      SkillName name, String sha256, Optional<Tier> tier, String door, String author) {
    Optional<StoredSkill.Version> version =
        store.find(name).stream()
            .flatMap(skill -> Stream.concat(skill.live().stream(), skill.pending().stream()))
            .filter(each -> each.sha256().equals(sha256))
            .findFirst();
    if (version.isEmpty()) return false;
    String what = "tier " + tier.map(Tier::word).orElse("by rule");
    try {
      audit.append(
          List.of(
              new Told(
                  Kind.SWITCHED,
                  name.value(),
                  version.get().number(),
                  sha256,
                  author,
                  door,
                  what)));
      rule.mark(name, sha256, tier);
    } catch (IOException e) {
      LOG.error("'{}' of {} cannot be kept", what, name, e);
      throw Rejected.because(
          Stage.STORE,
          "store.unwritable",
          "",
          "the tier cannot be kept ("
              + e.getClass().getSimpleName()
              + "); free space or mend the rights of the data folder, then try again");
    }
    return true;
  }

  @Override
  public Isolation isolation() {
    Workers.Limits limits = workers.limits();
    return new Isolation(
        workers.count(),
        workers.most(),
        limits.network(),
        limits.user(),
        limits.kept(),
        threads.leaked(),
        compilers.isApart() ? "process" : "gateway");
  }
}
