// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

import forge.api.Skill;
import forge.api.SkillInfo;
import forge.api.SkillName;
import forge.core.budget.SkillThreads;
import forge.core.data.Json;
import forge.core.data.Schema;
import forge.core.feed.Feed;
import forge.live.Events.Event;
import forge.make.Budget;
import forge.make.Grants;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.Tier;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The skills that answer now. One tracker finds them; nobody fills a list.
 *
 * <p>A service of a bundle that the forge installed is announced by {@link #expect}, made by {@link
 * #make} and goes live by {@link #publish}, after its trial. Any other {@link Skill} service is
 * found and goes live at once, unless the forge has a skill of that name.
 */
@Component(service = LiveSkills.class)
public final class LiveSkills implements ServiceTrackerCustomizer<Skill, ServiceReference<Skill>> {

  private static final Logger LOG = LoggerFactory.getLogger(LiveSkills.class);

  /** What a skill may use before anybody calls it. */
  private static final Budget MAKING = new Budget(Duration.ofSeconds(5));

  private final Map<String, CompletableFuture<ServiceReference<Skill>>> expected =
      new ConcurrentHashMap<>();
  private final Map<ServiceReference<Skill>, Generation> made = new ConcurrentHashMap<>();
  private final Map<SkillName, Generation> published = new ConcurrentSkipListMap<>();
  private final Map<SkillName, Generation> live = new ConcurrentHashMap<>();
  private final Map<ServiceReference<Skill>, Generation> found = new ConcurrentHashMap<>();
  private final AtomicLong revision = new AtomicLong();
  private final BundleContext context;
  private final SkillThreads threads;
  private final Feed feed;
  private final ServiceTracker<Skill, ServiceReference<Skill>> tracker;

  /** Begins to track. */
  @Activate
  public LiveSkills(BundleContext context, @Reference Feed feed, @Reference SkillThreads threads) {
    this.context = context;
    this.feed = feed;
    this.threads = threads;
    this.tracker = new ServiceTracker<>(context, Skill.class, this);
    tracker.open();
  }

  @Deactivate
  void close() {
    tracker.close();
  }

  /**
   * Announces a bundle of the forge.
   *
   * @param location where it will be installed
   * @return its service, when that has come; it is not made then
   */
  public CompletableFuture<ServiceReference<Skill>> expect(String location) {
    CompletableFuture<ServiceReference<Skill>> arrival = new CompletableFuture<>();
    expected.put(location, arrival);
    return arrival;
  }

  /** Forgets an announcement. */
  public void forget(String location) {
    expected.remove(location);
  }

  /**
   * Puts a generation in service, in one step: the next call gets it.
   *
   * @return the one it takes over from
   */
  public Optional<Generation> publish(Generation generation) {
    synchronized (live) {
      Optional<Generation> before =
          Optional.ofNullable(published.put(generation.name(), generation));
      settle(generation.name());
      return before;
    }
  }

  /** Takes the forge's generation of that name out of service, and returns it. */
  public Optional<Generation> withdraw(SkillName name) {
    synchronized (live) {
      Optional<Generation> before = Optional.ofNullable(published.remove(name));
      settle(name);
      return before;
    }
  }

  /**
   * The forge's own goes first; then the highest version; then the service that OSGi ranks first.
   */
  private void settle(SkillName name) {
    Generation own = published.get(name);
    Optional<Generation> best =
        own != null
            ? Optional.of(own)
            : found.entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(name))
                .max(
                    Comparator.comparing(
                            (Map.Entry<ServiceReference<Skill>, Generation> entry) ->
                                Version.parseVersion(entry.getValue().facts().version()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getValue);
    best.ifPresentOrElse(generation -> live.put(name, generation), () -> live.remove(name));
  }

  /** The generation in service. */
  public Optional<Generation> find(SkillName name) {
    return Optional.ofNullable(live.get(name));
  }

  /** The generations of the forge that are up, in name order: those that may be parked. */
  public Collection<Generation> residents() {
    return published.values();
  }

  /** All generations in service, in no order. */
  public Collection<Generation> all() {
    return live.values();
  }

  /** Pins the generation in service for one call; empty when there is none. */
  public Optional<Lease> lease(SkillName name) {
    for (; ; ) {
      Generation generation = live.get(name);
      if (generation == null) return Optional.empty();
      if (generation.pin()) return Optional.of(new Lease(generation));
      // It closed between the look and the pin, so another one is in service by now, or none.
      if (live.get(name) == generation) return Optional.empty();
    }
  }

  /** Pins a generation that is on trial. */
  public Lease trial(Generation generation) {
    if (!generation.pin()) throw new IllegalStateException(generation + " is closed");
    return new Lease(generation);
  }

  @Override
  public ServiceReference<Skill> addingService(ServiceReference<Skill> reference) {
    try {
      SkillName name = new SkillName(text(reference, "name"));
      CompletableFuture<ServiceReference<Skill>> announced =
          expected.get(reference.getBundle().getLocation());
      boolean ours = announced != null;
      if (ours) announced.complete(reference);
      return ours || finds(name, reference) ? reference : null;
    } catch (IllegalArgumentException e) {
      LOG.warn("A Skill service of {} is left out: {}", reference.getBundle(), e.getMessage());
      return null;
    }
  }

  /**
   * Makes the skill of a service that was announced, as it is called: on a thread for skills,
   * within a budget.
   *
   * @return its generation; empty when it cannot be made
   * @throws Rejected when it was made and is not as a skill must be
   */
  public Optional<Generation> make(ServiceReference<Skill> reference, Generation.Facts facts) {
    Bundle bundle = reference.getBundle();
    Callable<Skill> service =
        () -> {
          Skill skill = context.getService(reference);
          boolean forged = facts.origin() != Origin.BUNDLE;
          if (skill != null && forged) Constants.check(bundle, skill);
          return skill;
        };
    try {
      ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
      Skill skill = threads.start(MAKING, loader, text -> {}, service).result().get();
      if (skill == null) return Optional.empty();
      SkillName name = new SkillName(text(reference, "name"));
      Generation generation = new Generation(name, skill, bundle, facts);
      made.put(reference, generation);
      if (reference.getBundle() == null) made.remove(reference); // gone meanwhile
      return Optional.of(generation);
    } catch (ExecutionException | RejectedExecutionException e) {
      LOG.warn("A skill of {} cannot be made: {}", bundle, e.getMessage());
      if (e.getCause() instanceof Rejected why) throw why;
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private boolean finds(SkillName name, ServiceReference<Skill> reference) {
    Bundle bundle = reference.getBundle();
    Skill skill = context.getService(reference);
    if (skill == null) {
      LOG.warn("{} of {} cannot be made", name, bundle);
      return false;
    }
    String version = text(reference, "version");
    Generation.Facts facts =
        new Generation.Facts(
            Version.parseVersion(version.isEmpty() ? bundle.getVersion().toString() : version)
                .toString(),
            BundleDigest.of(bundle),
            Origin.BUNDLE,
            text(reference, "description"),
            schema(text(reference, "input")),
            schema(text(reference, "output")),
            Budget.DEFAULT,
            Tier.TRUSTED,
            Grants.NONE);
    Generation generation = new Generation(name, skill, bundle, facts);
    synchronized (live) {
      found.put(reference, generation);
      settle(name);
    }
    tell(Event.FOUND, generation);
    LOG.info("Skill {} found in bundle {}", generation, bundle.getSymbolicName());
    return true;
  }

  private void tell(String kind, Generation generation) {
    revision.incrementAndGet();
    String bundle =
        generation.bundle().map(found -> "bundle " + found.getSymbolicName()).orElse("");
    feed.happened(kind, generation.name().value(), generation.facts().version(), bundle);
  }

  /** Changes with each skill that is found or lost. */
  public long revision() {
    return revision.get();
  }

  private static String text(ServiceReference<?> reference, String property) {
    return reference.getProperty(SkillInfo.PREFIX_ + property) instanceof String text ? text : "";
  }

  private static Schema schema(String text) {
    Map<String, Object> plain = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      if (!(Json.read(text) instanceof Map<?, ?> schema))
        throw new IllegalArgumentException("its schema is no JSON object");
      schema.forEach((key, value) -> plain.put(key.toString(), value));
    }
    return Schema.of(plain);
  }

  @Override
  public void modifiedService(ServiceReference<Skill> reference, ServiceReference<Skill> same) {
    // A skill's properties come from its bundle; a bundle that changes them registers anew.
  }

  @Override
  public void removedService(ServiceReference<Skill> reference, ServiceReference<Skill> same) {
    Generation own = made.remove(reference);
    Generation lost;
    synchronized (live) {
      lost = found.remove(reference);
      if (lost != null) settle(lost.name());
      if (own != null && published.remove(own.name(), own)) settle(own.name());
    }
    if (lost != null) tell(Event.LOST, lost);
    context.ungetService(reference);
  }
}
