// SPDX-License-Identifier: Apache-2.0
package forge.core.line;

import forge.api.Skill;
import forge.api.SkillName;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.core.data.Lazy;
import forge.core.feed.Feed;
import forge.core.grant.GrantPolicy;
import forge.core.install.Acceptance;
import forge.core.install.Acceptance.By;
import forge.core.install.Turnstile;
import forge.core.pack.Packer;
import forge.core.spec.SpecReader;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.synth.Synthesis;
import forge.core.verify.Verifier;
import forge.core.weave.Weaver;
import forge.live.Forge;
import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.live.LiveSkill;
import forge.live.Skills;
import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.Order;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import forge.make.Stage;
import forge.make.Synthesizer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line: from an order to a skill that answers.
 *
 * <p>{@code Order → SkillSpec → SourceSet → ClassSet → SkillBundle → Generation → endpoint}.
 */
@Component
public final class ForgeLine implements Forge {

  private static final Logger LOG = LoggerFactory.getLogger(ForgeLine.class);

  @Reference private volatile List<Synthesizer> makers = List.of();
  @Reference private volatile List<Rule> rules = List.of();

  private final Synthesis synthesis = new Synthesis();
  private final UnaryOperator<ClassSet> weaver = new Weaver()::weave;
  private final Verifier verifier = new Verifier();
  private final SkillCompiler compiler;
  private final Supplier<Packer> packer;
  private final SkillStore store;
  private final Acceptance acceptance;
  private final Turnstile turnstile;
  private final Skills skills;
  private final GrantPolicy policy;
  private final Feed feed;
  private final WarmUp warmUp;

  /** A line that is ready; what was pending is put in service. */
  @Activate
  public ForgeLine(
      BundleContext context,
      @Reference SkillStore store,
      @Reference Acceptance acceptance,
      @Reference Turnstile turnstile,
      @Reference Skills skills,
      @Reference Feed feed,
      @Reference GrantPolicy policy,
      @Reference SkillCompiler compiler) {
    this.compiler = compiler;
    Supplier<Map<String, byte[]>> visible =
        () -> Visible.of(FrameworkUtil.getBundle(Skill.class), context.getBundle()).classes();
    this.packer = new Lazy<>(() -> new Packer(visible));
    this.store = store;
    this.acceptance = acceptance;
    this.turnstile = turnstile;
    this.skills = skills;
    this.policy = policy;
    this.feed = feed;
    acceptance.reconcile();
    store.waiting().forEach(this::restarted);
    LOG.info("Skills are compiled by {}", compiler.word());
    warmUp = new WarmUp(compiler, weaver, packer, verifier, acceptance::rehearse);
  }

  /** The gateway answers: what was put off for that is due. */
  @Reference(
      target = "(osgi.condition.id=forge.ready)",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  void ready(Condition answers) {
    warmUp.start();
  }

  void unready(Condition answers) {
    warmUp.stop();
  }

  @Deactivate
  void close() {
    warmUp.stop();
  }

  private void restarted(SkillName name) {
    if (acceptance.known(name).decideBy().isPresent()) return;
    acceptance
        .known(name)
        .pending()
        .ifPresent(
            version -> {
              try {
                acceptance.restarted(name, version);
              } catch (Rejected e) {
                LOG.error("Skill {} {} still waits: {}", name, version.number(), e.getMessage());
              }
            });
  }

  @Override
  public ForgeReport forge(Order order) {
    By by = new By(order.door(), order.author(), order.id());
    feed.ordered(order.id(), "", order.author(), order.door(), "create");
    SkillSpec spec = read(order, by);
    try (Turnstile.Turn turn = turnstile.enter(spec.name())) {
      Attempt attempt = attempt(spec, spec.code().origin(), Attempt.fileOf(spec), by);
      return make(attempt, spec, Optional.empty(), by);
    }
  }

  private SkillSpec read(Order order, By by) {
    long begun = System.nanoTime();
    try {
      SkillSpec spec = SpecReader.read(order.spec());
      feed.passed(by.order(), spec.name().value(), Stage.SPEC, System.nanoTime() - begun);
      return spec;
    } catch (Rejected e) {
      acceptance.refused("", by, e.getMessage());
      feed.unread(by.order(), e.getMessage());
      throw e;
    }
  }

  private Attempt attempt(SkillSpec spec, Origin origin, String file, By by) {
    return new Attempt(spec, origin, file, feed, by.order());
  }

  /** Somebody wants something of a skill that is known: told as an order, too. */
  private By ordered(SkillName name, String what, String door, String author) {
    By by = new By(door, author, Order.freshId());
    feed.ordered(by.order(), name.value(), author, door, what);
    return by;
  }

  /** The line itself, and the one place where a refusal ends. */
  private ForgeReport make(Attempt attempt, SkillSpec spec, Optional<SourceSet> edited, By by) {
    try {
      attempt.found(grants(spec));
      SourceSet source = edited.orElseGet(() -> synthesis.draft(spec, makers, List.of()));
      attempt.passed(Stage.SOURCE);
      String number = number(spec);
      if (!spec.dryRun())
        acceptance.prepare(spec, attempt.origin(), number, () -> packer.get().likely(spec, number));
      ClassSet classes = attempt.compiling(() -> compiler.compile(spec.name(), source));
      attempt.found(classes.warnings());
      SkillBundle bundle =
          packer.get().pack(spec, attempt.origin(), number, source, weaver.apply(classes));
      attempt.found(verifier.check(bundle, rules));
      attempt.passed(Stage.BUNDLE);
      if (spec.dryRun()) return attempt.ended(Outcome.PLANNED, bundle);
      Outcome outcome = acceptance.accept(bundle, version(attempt, bundle, spec, by), by);
      return attempt.ended(outcome, bundle);
    } catch (Rejected e) {
      if (!spec.dryRun()) acceptance.refused(spec.name().value(), by, e.getMessage());
      return attempt.refused(e);
    } finally {
      acceptance.giveUp(spec.name());
    }
  }

  /** What a person will be asked; what nobody may have is refused before anything is made. */
  private List<Finding> grants(SkillSpec spec) {
    policy.check(spec.grants());
    return GrantPolicy.told(acceptance.wants(spec.name(), spec.grants()));
  }

  private String number(SkillSpec spec) {
    return Numbering.next(store, acceptance.known(spec.name()), spec);
  }

  private static StoredSkill.Version version(
      Attempt attempt, SkillBundle bundle, SkillSpec spec, By by) {
    return new StoredSkill.Version(
        bundle.version(),
        bundle.sha256(),
        bundle.origin(),
        attempt.file(),
        by.author(),
        by.door(),
        Instant.now(),
        spec);
  }

  @Override
  public Optional<ForgeReport> trigger(SkillName name, String door, String author) {
    try (Turnstile.Turn turn = turnstile.enter(name)) {
      return acceptance
          .known(name)
          .newest()
          .map(newest -> again(name, newest, ordered(name, "trigger", door, author)));
    }
  }

  private ForgeReport again(SkillName name, StoredSkill.Version newest, By by) {
    Attempt attempt = attempt(newest.spec(), newest.origin(), newest.file(), by);
    try {
      SkillBundle kept = store.bundle(name, newest);
      String accepted = Packer.source(kept);
      String onDisk = store.readSource(newest.file()).orElse(accepted);
      boolean same = onDisk.equals(accepted);
      StoredSkill known = acceptance.known(name);
      if (same && known.decideBy().isPresent())
        return attempt.ended(Outcome.AWAITING_APPROVAL, kept);
      if (same && known.pending().isPresent())
        return attempt.ended(acceptance.activate(kept, newest, by, List.of()), kept);
      if (newest.origin() == Origin.BUNDLE)
        throw Rejected.because(
            Stage.SOURCE,
            "trigger.bundle",
            "",
            name + " came as a finished bundle, there is nothing to build; bring a new one");
      Origin origin = same ? newest.origin() : Origin.SOURCE;
      String fileName = Path.of(newest.file()).getFileName().toString();
      return make(
          attempt(newest.spec(), origin, newest.file(), by),
          newest.spec(),
          Optional.of(new SourceSet(Map.of(fileName, onDisk))),
          by);
    } catch (Rejected e) {
      return attempt.refused(e);
    }
  }

  @Override
  public Optional<LiveSkill> retire(SkillName name, String door, String author) {
    try (Turnstile.Turn turn = turnstile.enter(name)) {
      if (acceptance.known(name).current().isEmpty()) return Optional.empty();
      Optional<LiveSkill> was = skills.find(name);
      acceptance.retire(name, new By(door, author));
      return was;
    }
  }

  @Override
  public List<Version> versions(SkillName name) {
    Optional<String> live = acceptance.known(name).live().map(StoredSkill.Version::number);
    return store.versions(name).stream()
        .map(
            version ->
                new Version(
                    version.number(),
                    version.sha256(),
                    version.origin(),
                    version.author(),
                    version.door(),
                    version.at(),
                    live.equals(Optional.of(version.number())),
                    version.spec().grants()))
        .toList();
  }

  @Override
  public Optional<ForgeReport> rollback(SkillName name, String number, String door, String author) {
    try (Turnstile.Turn turn = turnstile.enter(name)) {
      if (store.find(name).isEmpty()) return Optional.empty();
      StoredSkill.Version version = earlier(name, number);
      By by = ordered(name, "rollback", door, author);
      Attempt attempt = attempt(version.spec(), version.origin(), version.file(), by);
      try {
        acceptance.rollBack(name, version, by);
        return Optional.of(attempt.ended(Outcome.ACTIVE, store.bundle(name, version)));
      } catch (Rejected e) {
        return Optional.of(attempt.refused(e));
      }
    }
  }

  private StoredSkill.Version earlier(SkillName name, String number) {
    if (acceptance.known(name).live().filter(live -> live.number().equals(number)).isPresent())
      throw Rejected.because(
          Stage.SPEC, "rollback.same", "version", name + " " + number + " is in service already");
    List<StoredSkill.Version> versions = store.versions(name);
    return versions.stream()
        .filter(version -> version.number().equals(number))
        .findFirst()
        .orElseThrow(
            () ->
                Rejected.because(
                    Stage.SPEC,
                    "rollback.unknown",
                    "version",
                    name
                        + " has no such version that was in service; it has "
                        + String.join(
                            ", ", versions.stream().map(StoredSkill.Version::number).toList())));
  }

  @Override
  public Optional<String> diff(SkillName name, String from, String to) {
    Optional<SkillBundle> before = bundle(name, from);
    Optional<SkillBundle> after = bundle(name, to);
    if (before.isEmpty() || after.isEmpty()) return Optional.empty();
    return Optional.of(Difference.between(before, after.get()));
  }

  private Optional<SkillBundle> bundle(SkillName name, String number) {
    return Stream.concat(store.versions(name).stream(), acceptance.known(name).pending().stream())
        .filter(version -> version.number().equals(number))
        .findFirst()
        .map(version -> store.bundle(name, version));
  }

  @Override
  public Optional<String> source(SkillName name) {
    return acceptance
        .known(name)
        .current()
        .map(version -> Packer.source(store.bundle(name, version)));
  }

  @Override
  public boolean hotReload() {
    return store.switches().hotReload();
  }

  @Override
  public void hotReload(boolean enabled, String door, String author) {
    store.change(switches -> switches.withHotReload(enabled), () -> {});
    acceptance.switched("hot-reload " + (enabled ? "on" : "off"), new By(door, author));
  }

  @Override
  public boolean safety() {
    return store.switches().safety();
  }

  @Override
  public void safety(boolean enabled, String door, String author) {
    store.change(switches -> switches.withSafety(enabled), () -> {});
    acceptance.switched("safety " + (enabled ? "on" : "off"), new By(door, author));
  }
}
