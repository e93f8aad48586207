// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.audit.AuditLog;
import forge.core.audit.AuditLog.Told;
import forge.core.budget.SkillThreads;
import forge.core.data.Daemons;
import forge.core.live.Generation;
import forge.core.live.LiveSkills;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.tier.TierRule;
import forge.live.ForgeEvent.Kind;
import forge.make.Origin;
import forge.make.Tier;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down a skill that runs in another tier than it should since something was decided; its next
 * call brings it up in its own.
 */
@Component(service = TierMoves.class, immediate = true)
public final class TierMoves {

  private static final Logger LOG = LoggerFactory.getLogger(TierMoves.class);

  private final LiveSkills live;
  private final SkillStore store;
  private final TierRule rule;
  private final Installer installer;
  private final Turnstile turnstile;
  private final AuditLog audit;
  private final ExecutorService mover =
      Executors.newSingleThreadExecutor(Daemons.named("forge-tier-moves"));

  /** Waits for decisions. */
  @Activate
  public TierMoves(
      @Reference LiveSkills live,
      @Reference SkillStore store,
      @Reference TierRule rule,
      @Reference Installer installer,
      @Reference Turnstile turnstile,
      @Reference SkillThreads threads,
      @Reference AuditLog audit) {
    this.live = live;
    this.store = store;
    this.rule = rule;
    this.installer = installer;
    this.turnstile = turnstile;
    this.audit = audit;
    rule.onMark(this::move);
    rule.onQuarantine(this::changed);
    threads.onWorn(this::worn);
  }

  @Deactivate
  void close() {
    mover.shutdownNow();
  }

  /** Guarded skills would share what processors are left with calls that nothing ends. */
  private void worn() {
    String why =
        SkillThreads.MAX_LEAKED
            + " calls do not end though they were told to; all skills run isolated until a restart";
    LOG.error("{}: restart the gateway when it suits", why);
    try {
      audit.append(List.of(new Told(Kind.SWITCHED, "", "", "", "watch", "gateway", why)));
    } catch (IOException e) {
      LOG.error("This cannot be kept in the trail", e);
    }
    live.residents().forEach(generation -> changed(generation.name()));
  }

  private void changed(SkillName name) {
    try {
      mover.execute(() -> move(name));
    } catch (RejectedExecutionException e) {
      // The gateway is stopping; the next start brings it up where it belongs.
    }
  }

  private void move(SkillName name) {
    try (Turnstile.Turn turn = turnstile.enter(name)) {
      if (live.find(name).filter(this::isElsewhere).isPresent()) installer.withdraw(name);
    } catch (RuntimeException e) {
      LOG.error("{} could not be moved to its tier", name, e);
    }
  }

  private boolean isElsewhere(Generation generation) {
    Generation.Facts facts = generation.facts();
    return facts.origin() != Origin.BUNDLE
        && store
            .find(generation.name())
            .flatMap(StoredSkill::live)
            .filter(version -> tier(generation.name(), version) != facts.tier())
            .isPresent();
  }

  private Tier tier(SkillName name, StoredSkill.Version version) {
    return rule.of(name, version.sha256(), version.origin(), version.spec()).tier();
  }
}
