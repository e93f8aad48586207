// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.audit.AuditLog;
import forge.core.feed.Feed;
import forge.core.grant.GrantPolicy;
import forge.core.history.GitHistory;
import forge.core.install.Beside.Begun;
import forge.core.install.Changes.Change;
import forge.core.live.Generation;
import forge.core.pack.Frame;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.store.StoredSkill.Version;
import forge.live.ForgeEvent.Kind;
import forge.live.ForgeReport.Outcome;
import forge.make.Grant;
import forge.make.Grants;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of an accepted version, and makes it so: live, waiting, back, or gone.
 *
 * <p>Each change takes the same steps: bring up and try while the bundle goes to the disk, then the
 * trail and the state, side by side, then swap. A crash between any two leaves the old version or
 * the new one; at the next start, what the trail then tells too much is told to be undone, and what
 * it does not tell yet is told. Whoever calls holds the skill's turn.
 */
@Component(service = Acceptance.class)
public final class Acceptance {

  private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
  private static final long DEFAULT_DECIDE_SECONDS = Duration.ofDays(7).toSeconds();

  private final SkillStore store;
  private final Installer installer;
  private final GitHistory history;
  private final GrantPolicy policy;
  private final Feed feed;
  private final Duration decideWithin;
  private final Beside beside = new Beside();
  private final Changes changes;

  /**
   * Who does it, and through which door.
   *
   * @param order the order it is done for; empty when there is none
   */
  public record By(String door, String author, String order) {
    /** For no order. */
    public By(String door, String author) {
      this(door, author, "");
    }
  }

  /**
   * With nothing to do yet. The property {@code forge.approval} is how many seconds a version
   * waits.
   */
  @Activate
  public Acceptance(
      BundleContext context,
      @Reference SkillStore store,
      @Reference AuditLog audit,
      @Reference Installer installer,
      @Reference GitHistory history,
      @Reference Feed feed,
      @Reference GrantPolicy policy) {
    String seconds = context.getProperty("forge.approval");
    this.decideWithin =
        Duration.ofSeconds(seconds == null ? DEFAULT_DECIDE_SECONDS : Long.parseLong(seconds));
    this.store = store;
    this.installer = installer;
    this.history = history;
    this.policy = policy;
    this.feed = feed;
    this.changes = new Changes(store, audit, history, beside);
  }

  @Deactivate
  void close() {
    beside.close();
  }

  /** What is known of a skill, or what is known of one that nobody has made yet. */
  public StoredSkill known(SkillName name) {
    return store.find(name).orElseGet(() -> StoredSkill.unborn(name));
  }

  /** The grants that a person has to approve: those that the version in service does not have. */
  public List<Grant> wants(SkillName name, Grants grants) {
    Optional<Version> live = known(name).live();
    return policy.unapproved(
        grants, live.map(version -> version.spec().grants()).orElse(Grants.NONE));
  }

  /**
   * Takes a new version as the switches say: a person decides first, or it goes live, or it waits.
   *
   * @throws Rejected when it does not come up or cannot be kept; nothing has changed then
   */
  public Outcome accept(SkillBundle bundle, Version version, By by) {
    List<Grant> wants = wants(bundle.name(), version.spec().grants());
    if (isForAPerson(wants)) {
      Instant until = Instant.now().plus(decideWithin);
      Change change =
          new Change(
              List.of(Kind.CREATED, Kind.AWAITING_APPROVAL),
              version,
              by,
              "until " + until + (wants.isEmpty() ? "" : "; wants " + Grants.words(wants)),
              known(bundle.name()).withUndecided(version, until));
      keep(keeping(bundle), change).run();
      return Outcome.AWAITING_APPROVAL;
    }
    return activate(bundle, version, by, List.of(Kind.CREATED));
  }

  private boolean isForAPerson(List<Grant> wants) {
    return store.switches().safety() || !wants.isEmpty();
  }

  /**
   * Has the framework get ready for a version that is being compiled, when it would go live at
   * once.
   *
   * @param frame the one that its bundle will most likely have
   */
  public void prepare(SkillSpec spec, Origin origin, String version, Supplier<Frame> frame) {
    boolean waits = isForAPerson(wants(spec.name(), spec.grants()));
    if (!waits && !isHalted() && store.switches().hotReload())
      installer.prepare(spec, origin, version, frame);
  }

  /** What was prepared for a skill and not taken up is of no use any more. */
  public void giveUp(SkillName name) {
    installer.giveUp(name);
  }

  /**
   * Brings up a version that was accepted, tries it and swaps it in; or lets it wait, when
   * hot-reload is off, also when it is turned off meanwhile.
   *
   * @param first what is told before
   */
  public Outcome activate(SkillBundle bundle, Version version, By by, List<Kind> first) {
    if (isHalted()) throw halted();
    policy.check(version.spec().grants());
    Begun<Boolean> kept = keeping(bundle);
    if (store.switches().hotReload()) {
      long begun = System.nanoTime();
      Generation generation = triedBeside(kept, bundle, version);
      long tried = System.nanoTime() - begun;
      boolean still = store.switches().hotReload();
      if (still) {
        StoredSkill live = known(bundle.name()).withLive(version);
        goLive(generation, kept, change(and(first, Kind.ACTIVATED), version, by, live), tried);
        return Outcome.ACTIVE;
      }
      installer.discard(generation);
    }
    StoredSkill pending = known(bundle.name()).withPending(version);
    keep(kept, change(and(first, Kind.PENDING), version, by, pending)).run();
    return Outcome.PENDING;
  }

  /** What waits goes live at a start, whatever the switch says. */
  public void restarted(SkillName name, Version version) {
    policy.check(version.spec().grants());
    SkillBundle bundle = store.bundle(name, version);
    long begun = System.nanoTime();
    Generation generation = tried(bundle, version);
    By start = new By("start", version.author());
    StoredSkill live = known(name).withLive(version);
    goLive(
        generation,
        keeping(bundle),
        change(List.of(Kind.ACTIVATED), version, start, live),
        System.nanoTime() - begun);
  }

  /**
   * Puts an earlier version back: it was live before, so nothing is tried and no switch is asked.
   */
  public void rollBack(SkillName name, Version version, By by) {
    policy.check(version.spec().grants());
    SkillBundle bundle = store.bundle(name, version);
    long begun = System.nanoTime();
    Generation generation = installer.bringUp(bundle, version.spec(), true);
    StoredSkill earlier = known(name).withEarlier(version);
    goLive(
        generation,
        keeping(bundle),
        change(List.of(Kind.ROLLED_BACK), version, by, earlier),
        System.nanoTime() - begun);
  }

  /** Takes a skill out of service. */
  public void retire(SkillName name, By by) {
    StoredSkill skill = known(name);
    Version current = skill.current().orElseThrow();
    changes.make(change(List.of(Kind.RETIRED), current, by, skill.withNone())).run();
    installer.withdraw(name);
  }

  /** Drops the version that waits. */
  public void drop(SkillName name, Kind why, By by, String reason) {
    StoredSkill skill = known(name);
    Version waits = skill.pending().orElseThrow();
    changes.make(new Change(List.of(why), waits, by, reason, skill.withoutPending())).run();
    history.dropped(name, waits, skill.live());
  }

  private Begun<Boolean> keeping(SkillBundle bundle) {
    return beside.begin(() -> store.keep(bundle));
  }

  /** What fails is not kept, unless it was there before. */
  private Generation triedBeside(Begun<Boolean> kept, SkillBundle bundle, Version version) {
    try {
      return tried(bundle, version);
    } catch (RuntimeException e) {
      dropIfNew(kept, bundle);
      throw e;
    }
  }

  private void dropIfNew(Begun<Boolean> kept, SkillBundle bundle) {
    try {
      if (kept.await()) store.drop(bundle);
    } catch (Rejected e) {
      LOG.debug("The bundle of a refused version was not kept anyway", e);
    }
  }

  private void goLive(Generation generation, Begun<Boolean> kept, Change change, long triedNanos) {
    Runnable files;
    try {
      files = keep(kept, change);
    } catch (Rejected e) {
      installer.discard(generation);
      throw e;
    }
    long begun = System.nanoTime();
    installer.publish(generation);
    passed(change, Stage.SERVICE, triedNanos + System.nanoTime() - begun);
    files.run();
  }

  /** Gives what is left to be done once it is in service. */
  private Runnable keep(Begun<Boolean> kept, Change change) {
    long begun = System.nanoTime();
    kept.await();
    Runnable files = changes.make(change);
    passed(change, Stage.STORE, System.nanoTime() - begun);
    return files;
  }

  private void passed(Change change, Stage stage, long nanos) {
    feed.passed(change.by().order(), change.name().value(), stage, nanos);
  }

  private static Change change(List<Kind> kinds, Version version, By by, StoredSkill state) {
    return new Change(kinds, version, by, "", state);
  }

  /** Brings it up and tries it; what a halt stopped meanwhile is not the version's fault. */
  private Generation tried(SkillBundle bundle, Version version) {
    try {
      Generation generation = installer.bringUp(bundle, version.spec(), false);
      if (!isHalted()) return generation;
      installer.discard(generation);
    } catch (Rejected e) {
      if (!isHalted()) throw e;
    }
    throw halted();
  }

  /** Brings a bundle up that nobody asked for, tries it and takes it down; nothing is kept. */
  public void rehearse(SkillBundle bundle, SkillSpec spec) {
    if (isHalted()) return;
    try {
      installer.discard(installer.bringUp(bundle, spec, false));
    } catch (Rejected e) {
      if (!isHalted()) throw e;
    }
  }

  private boolean isHalted() {
    return store.switches().halt().isPresent();
  }

  private static Rejected halted() {
    return Rejected.because(
        Stage.SERVICE, "halted", "", "every skill is halted, so none can be tried; resume first");
  }

  private static List<Kind> and(List<Kind> first, Kind last) {
    List<Kind> kinds = new ArrayList<>(first);
    kinds.add(last);
    return kinds;
  }

  /** Tells that an order was refused; that it was refused does not depend on it. */
  public void refused(String skill, By by, String why) {
    changes.refused(skill, by, why);
  }

  /** Tells that a switch was set. */
  public void switched(String what, By by) {
    changes.switched(what, by);
  }

  /** Compares what the trail told last with what is, and tells what one of the two lacks. */
  public void reconcile() {
    changes.reconcile();
  }
}
