// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.Skill;
import forge.api.SkillName;
import forge.core.budget.SkillThreads;
import forge.core.data.Daemons;
import forge.core.data.Schema;
import forge.core.isolate.Workers;
import forge.core.live.Cell;
import forge.core.live.Generation;
import forge.core.live.LiveSkills;
import forge.core.pack.Frame;
import forge.core.run.SkillRunner;
import forge.core.tier.TierRule;
import forge.core.wall.Walls;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.Stage;
import forge.make.Tier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings generations up beside what runs, swaps them in, and takes the replaced ones down once the
 * calls that began on them have ended.
 */
@Component(service = Installer.class)
public final class Installer {

  private static final Logger LOG = LoggerFactory.getLogger(Installer.class);

  /** From start to service takes some milliseconds; after this long it will not come any more. */
  private static final Duration ARRIVAL = Duration.ofSeconds(10);

  /** So many may wait to be taken down before whoever brings one up lends a hand. */
  private static final int MANY_LEAVING = 32;

  private final BundleContext context;
  private final LiveSkills live;
  private final Trial trial;
  private final Walls walls;
  private final SkillThreads threads;
  private final TierRule tiers;
  private final Workers workers;
  private final Optional<Berths> berths;
  private final ClassRoom classes = new ClassRoom();
  private final AtomicLong number = new AtomicLong();
  private final BlockingQueue<Runnable> leaving = new LinkedBlockingQueue<>();
  private final ExecutorService takeDown =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, leaving, Daemons.named("forge-take-down"));

  /** An installer with nothing installed. */
  @Activate
  public Installer(
      BundleContext context,
      @Reference LiveSkills live,
      @Reference SkillRunner runner,
      @Reference Walls walls,
      @Reference SkillThreads threads,
      @Reference TierRule tiers,
      @Reference Workers workers,
      @Reference(
              service = ConcurrentMap.class,
              target = "(forge.modules=skills)",
              cardinality = ReferenceCardinality.OPTIONAL)
          ConcurrentMap<String, ConnectModule> modules) {
    // The system bundle installs, so that a skill's bundle does not go with this one's context.
    this.context = context;
    this.live = live;
    this.walls = walls;
    this.threads = threads;
    this.tiers = tiers;
    this.workers = workers;
    this.trial = new Trial(live, runner);
    this.berths =
        Optional.ofNullable(modules)
            .map(known -> new Berths(context, known, live, walls, Installer::uninstall));
  }

  @Deactivate
  void close() {
    berths.ifPresent(Berths::close);
    takeDown.shutdownNow();
    for (Bundle bundle : context.getBundles()) if (SkillLocation.isOurs(bundle)) uninstall(bundle);
  }

  /**
   * Brings a bundle up and tries it; nothing is in service by it yet.
   *
   * @throws Rejected at {@link Stage#SERVICE} when it does not come up or an example fails; nothing
   *     of it is left then
   */
  public Generation bringUp(SkillBundle bundle, SkillSpec spec, boolean tried) {
    Tier tier = tiers.of(bundle.name(), bundle.sha256(), bundle.origin(), spec).tier();
    Generation.Facts facts = facts(bundle, spec, tier);
    return tier == Tier.ISOLATED
        ? isolated(bundle, spec, facts, tried)
        : installed(bundle, spec, facts, tried);
  }

  private Generation isolated(
      SkillBundle bundle, SkillSpec spec, Generation.Facts facts, boolean tried) {
    Cell cell = workers.open(bundle, spec.budget());
    try {
      Generation generation = Generation.isolated(bundle.name(), cell, facts);
      if (!tried) trial.of(generation, spec);
      return generation;
    } catch (RuntimeException e) {
      cell.close();
      throw e;
    }
  }

  private Generation installed(
      SkillBundle bundle, SkillSpec spec, Generation.Facts facts, boolean tried) {
    makeRoom();
    if (classes.isFull()) throw Rejected.because(Stage.SERVICE, "classes.full", "", ClassRoom.FULL);
    Berth berth = berths.flatMap(all -> all.filled(bundle)).orElseGet(() -> started(bundle));
    try {
      Generation generation = made(berth, facts);
      if (!tried) trial.of(generation, spec);
      return generation;
    } catch (RuntimeException e) {
      uninstall(berth.bundle());
      throw e;
    } finally {
      live.forget(berth.bundle().getLocation());
    }
  }

  private Berth started(SkillBundle bundle) {
    String location = SkillLocation.of(bundle, number.incrementAndGet());
    try {
      return Berth.start(live, location, () -> install(location, bundle), Installer::uninstall);
    } catch (BundleException e) {
      throw refused(e);
    }
  }

  /** A bundle that somebody else has built may have anything in it, and is installed as a file. */
  private Bundle install(String location, SkillBundle bundle) throws BundleException {
    if (bundle.origin() != Origin.BUNDLE) {
      Map<String, byte[]> entries = MemoryModule.entries(bundle);
      walls.expect(location, entries);
      if (berths.isPresent()) return berths.get().install(location, entries);
    }
    return context.installBundle(location, new ByteArrayInputStream(bundle.bytes()));
  }

  /**
   * Has the framework get ready for a version that is still being compiled; it is {@link #bringUp}
   * that takes it up, or {@link #giveUp}.
   *
   * @param frame the one that its bundle will most likely have
   */
  public void prepare(SkillSpec spec, Origin origin, String version, Supplier<Frame> frame) {
    boolean here = tiers.of(spec.name(), "", origin, spec).tier() != Tier.ISOLATED;
    String location = SkillLocation.of(spec.name(), version, number.incrementAndGet());
    if (here) berths.ifPresent(all -> all.begin(spec.name(), location, frame));
  }

  /** Nothing will come of what was prepared for a skill, or it has come. */
  public void giveUp(SkillName name) {
    berths.ifPresent(all -> all.giveUp(name));
  }

  /**
   * Several who bring bundles up are faster than one thread that takes them down, and each step of
   * the framework takes longer the more of them there are.
   */
  private void makeRoom() {
    for (int i = 0; i < 2 && leaving.size() > MANY_LEAVING; i++)
      Optional.ofNullable(leaving.poll()).ifPresent(Runnable::run);
  }

  /** A framework that cannot write its cache is not the bundle's fault. */
  private static Rejected refused(BundleException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause())
      if (cause instanceof IOException)
        return Rejected.because(
            Stage.STORE,
            "store.unwritable",
            "",
            "the bundle cannot be installed ("
                + cause.getClass().getSimpleName()
                + "); free space or mend the rights of the data folder, then try again");
    return Rejected.because(
        Stage.SERVICE, "bundle.start", "", "the bundle does not start: " + e.getMessage());
  }

  private static Generation.Facts facts(SkillBundle bundle, SkillSpec spec, Tier tier) {
    return new Generation.Facts(
        bundle.version(),
        bundle.sha256(),
        bundle.origin(),
        spec.description(),
        Schema.of(spec.input()),
        Schema.of(spec.output()),
        spec.budget(),
        tier,
        spec.grants());
  }

  private Generation made(Berth berth, Generation.Facts facts) {
    return live.make(arrived(berth), facts).orElseThrow(() -> noService(berth));
  }

  private ServiceReference<Skill> arrived(Berth berth) {
    CompletableFuture<ServiceReference<Skill>> arrival = berth.arrival();
    try {
      boolean registered = berth.bundle().getRegisteredServices() != null;
      if (registered && !arrival.isDone()) throw noService(berth);
      return arrival.get(ARRIVAL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw noService(berth);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Rejected.because(Stage.SERVICE, "service.stopped", "", "the gateway is stopping");
    }
  }

  private Rejected noService(Berth berth) {
    return Rejected.because(Stage.SERVICE, "service.none", "", WhyNot.of(berth.bundle(), threads));
  }

  /** Puts a generation in service; the one it replaces is taken down when its calls have ended. */
  public void publish(Generation generation) {
    live.publish(generation).ifPresent(this::drain);
  }

  /** Takes the skill of that name out of service. */
  public void withdraw(SkillName name) {
    live.withdraw(name).ifPresent(this::drain);
  }

  /** Takes down a generation that never was in service. */
  public void discard(Generation generation) {
    takeDown(generation);
  }

  private void drain(Generation generation) {
    long millis = generation.facts().budget().wall().toMillis();
    generation
        .drain()
        .orTimeout(millis + ARRIVAL.toMillis(), TimeUnit.MILLISECONDS)
        .whenCompleteAsync((done, late) -> takeDown(generation), takeDown);
  }

  private static void takeDown(Generation generation) {
    generation.cell().ifPresent(Cell::close);
    generation.bundle().ifPresent(Installer::uninstall);
  }

  private static void uninstall(Bundle bundle) {
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) bundle.uninstall();
    } catch (BundleException | IllegalStateException e) {
      LOG.warn("{} could not be taken down: {}", bundle, e.toString());
    }
  }
}
