// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.Failure;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.core.feed.Feed;
import forge.core.live.Generation;
import forge.core.live.Lease;
import forge.core.live.LiveSkills;
import forge.core.live.Meter;
import forge.core.quarantine.QuarantineFolder;
import forge.core.run.Chain;
import forge.core.run.SkillRunner;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.live.Events.Event;
import forge.live.LiveSkill.Traffic;
import forge.live.Progress;
import forge.live.Runner;
import forge.make.Rejected;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls skills by name, and brings up those that are known and not resident: after a start nothing
 * is, and the first call of a skill brings its stored bundle up.
 */
@Component(service = {Runner.class, Residents.class})
public final class Residents implements Runner {

  private static final Logger LOG = LoggerFactory.getLogger(Residents.class);

  private final LiveSkills live;
  private final SkillRunner runner;
  private final SkillStore store;
  private final Installer installer;
  private final Turnstile turnstile;
  private final QuarantineFolder quarantine;
  private final Feed feed;
  private final Map<SkillName, Meter> meters = new ConcurrentHashMap<>();
  private final Map<SkillName, Fault> faults = new ConcurrentHashMap<>();
  private final Map<Failure, LongAdder> turnedAway = new EnumMap<>(Failure.class);

  /** Why one bundle could not be brought up. */
  private record Fault(String sha256, String why) {}

  /** Nobody is resident at first. */
  @Activate
  public Residents(
      @Reference LiveSkills live,
      @Reference SkillRunner runner,
      @Reference SkillStore store,
      @Reference Installer installer,
      @Reference Turnstile turnstile,
      @Reference Feed feed,
      @Reference QuarantineFolder quarantine) {
    this.live = live;
    this.runner = runner;
    this.store = store;
    this.installer = installer;
    for (Failure failure : Failure.values()) turnedAway.put(failure, new LongAdder());
    this.turnstile = turnstile;
    this.feed = feed;
    this.quarantine = quarantine;
    runner.callThrough(this::call);
  }

  @Override
  public SkillResult call(SkillName name, SkillRequest request, Progress progress) {
    return call(name, request, Chain.first(progress));
  }

  @Override
  public void call(SkillName name, SkillRequest request, Consumer<SkillResult> then) {
    if (isHalted()) {
      then.accept(turnedAway(SkillRunner.HALTED));
      return;
    }
    long begun = System.nanoTime();
    Optional<Lease> lease = lease(name);
    if (lease.isEmpty()) then.accept(turnedAway(absent(name)));
    else begin(request, new Ending(name, begun, lease.get(), then));
  }

  private void begin(SkillRequest request, Ending ending) {
    try {
      runner.begin(ending.lease, request, Chain.first(Progress.NONE), ending);
    } catch (RuntimeException | Error e) {
      if (!ending.told) ending.lease.close();
      throw e;
    }
  }

  /** What follows a call that nobody waits for. */
  private final class Ending implements Consumer<SkillResult> {
    final SkillName name;
    final long begun;
    final Lease lease;
    final Consumer<SkillResult> then;
    volatile boolean told;

    Ending(SkillName name, long begun, Lease lease, Consumer<SkillResult> then) {
      this.name = name;
      this.begun = begun;
      this.lease = lease;
      this.then = then;
    }

    @Override
    public void accept(SkillResult result) {
      if (!told) {
        told = true;
        lease.close();
        count(name, begun, result);
      }
      then.accept(result);
    }
  }

  private SkillResult call(SkillName name, SkillRequest request, Chain chain) {
    if (isHalted()) return turnedAway(SkillRunner.HALTED);
    long begun = System.nanoTime();
    Optional<Lease> lease = lease(name);
    if (lease.isEmpty()) return turnedAway(absent(name));
    SkillResult result;
    try (Lease pinned = lease.get()) {
      result = runner.run(pinned, request, chain);
    }
    count(name, begun, result);
    return result;
  }

  private boolean isHalted() {
    return store.switches().halt().isPresent();
  }

  private Optional<Lease> lease(SkillName name) {
    return live.lease(name).filter(this::mayAnswer).or(() -> awake(name));
  }

  private void count(SkillName name, long begun, SkillResult result) {
    Meter meter = meters.get(name);
    if (meter == null) meter = meters.computeIfAbsent(name, key -> new Meter());
    meter.count(System.nanoTime() - begun, result.failure());
  }

  private SkillResult turnedAway(SkillResult result) {
    turnedAway.get(result.failure().orElseThrow()).increment();
    return result;
  }

  private SkillResult absent(SkillName name) {
    return fault(name)
        .map(
            why ->
                SkillResult.failed(
                    Failure.SKILL_BROKEN, "skill '" + name + "' cannot be brought up: " + why))
        .orElseGet(() -> SkillResult.failed(Failure.UNKNOWN_SKILL, "unknown skill: " + name));
  }

  /** Of the version that should be in service; what another one had does not count any more. */
  private Optional<String> fault(SkillName name) {
    Optional<String> damage = store.damage(name);
    Fault fault = faults.get(name);
    if (damage.isPresent() || fault == null) return damage;
    return store
        .find(name)
        .flatMap(StoredSkill::live)
        .filter(version -> version.sha256().equals(fault.sha256()))
        .map(version -> fault.why());
  }

  /** A bundle that nobody forged answers only where the forge has no skill of that name. */
  private boolean mayAnswer(Lease lease) {
    Generation generation = lease.generation();
    if (isForged(generation) || !isKept(generation.name())) return true;
    lease.close();
    return false;
  }

  private static boolean isForged(Generation generation) {
    return SkillLocation.isOurs(generation);
  }

  private boolean isKept(SkillName name) {
    return store.find(name).flatMap(StoredSkill::live).isPresent();
  }

  private Optional<Lease> awake(SkillName name) {
    if (!isKept(name)) return Optional.empty();
    try (Turnstile.Turn turn = turnstile.enter(name)) {
      if (live.find(name).filter(Residents::isForged).isEmpty())
        store.find(name).flatMap(StoredSkill::live).ifPresent(version -> bringUp(name, version));
      return live.lease(name).filter(this::mayAnswer);
    }
  }

  private void bringUp(SkillName name, StoredSkill.Version version) {
    try {
      installer.publish(installer.bringUp(store.bundle(name, version), version.spec(), true));
      faults.remove(name);
      feed.happened(Event.WOKEN, name.value(), version.number(), "");
    } catch (Rejected e) {
      LOG.error("Skill {} {} cannot be brought up: {}", name, version.number(), e.getMessage());
      Fault fault = new Fault(version.sha256(), e.getMessage());
      if (!fault.equals(faults.put(name, fault)))
        feed.happened(Event.BROKEN, name.value(), version.number(), e.getMessage());
    }
  }

  /** How a skill has been called. */
  Traffic traffic(SkillName name) {
    Meter meter = meters.get(name);
    return meter == null ? Traffic.NONE : meter.traffic();
  }

  /** Whether a call of it would not end here, so that it runs isolated. */
  boolean isQuarantined(SkillName name) {
    return quarantine.holds(name);
  }

  /** What was counted of each skill that was called. */
  Map<SkillName, Meter> meters() {
    return Collections.unmodifiableMap(meters);
  }

  /** How many calls reached no skill, and why. */
  Map<Failure, LongAdder> turnedAwayCalls() {
    return Collections.unmodifiableMap(turnedAway);
  }

  /** Whether the skill should be up and could not be brought up. */
  boolean isBroken(SkillName name) {
    return fault(name).isPresent();
  }
}
