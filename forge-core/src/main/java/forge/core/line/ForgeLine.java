// SPDX-License-Identifier: Apache-2.0
package forge.core.line;

import forge.api.Skill;
import forge.api.SkillName;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.core.install.Installer;
import forge.core.install.Turnstile;
import forge.core.live.Generation;
import forge.core.pack.NextVersion;
import forge.core.pack.Packer;
import forge.core.spec.SpecReader;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.synth.Synthesis;
import forge.core.verify.Verifier;
import forge.live.Forge;
import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.live.LiveSkill;
import forge.live.Skills;
import forge.make.ClassSet;
import forge.make.Order;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import forge.make.Synthesizer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
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
  private final Verifier verifier = new Verifier();
  private final SkillCompiler compiler;
  private final Packer packer;
  private final SkillStore store;
  private final Installer installer;
  private final Turnstile turnstile;
  private final Skills skills;
  private final WarmUp warmUp;

  /** A line that is ready; what was pending is put in service, and the compiler warms up beside. */
  @Activate
  public ForgeLine(
      BundleContext context,
      @Reference SkillStore store,
      @Reference Installer installer,
      @Reference Turnstile turnstile,
      @Reference Skills skills) {
    Visible visible = Visible.of(FrameworkUtil.getBundle(Skill.class), context.getBundle());
    this.compiler = SkillCompiler.of(visible);
    this.packer = new Packer(visible.classes());
    this.store = store;
    this.installer = installer;
    this.turnstile = turnstile;
    this.skills = skills;
    store
        .all()
        .forEach(skill -> skill.pending().ifPresent(version -> restarted(skill.name(), version)));
    LOG.info("Skills are compiled by {}", compiler.word());
    warmUp = new WarmUp(compiler, packer, verifier);
    warmUp.start();
  }

  @Deactivate
  void close() {
    warmUp.stop();
  }

  @Override
  public ForgeReport forge(Order order) {
    SkillSpec spec = SpecReader.read(order.spec());
    try (Turnstile.Turn turn = turnstile.enter(spec.name())) {
      Attempt attempt = new Attempt(spec, spec.code().origin(), Attempt.fileOf(spec));
      return make(attempt, spec, Optional.empty(), order.door(), order.author());
    }
  }

  /** The line itself, and the one place where a refusal ends. */
  private ForgeReport make(
      Attempt attempt, SkillSpec spec, Optional<SourceSet> edited, String door, String author) {
    try {
      SourceSet source = edited.orElseGet(() -> synthesis.draft(spec, makers, List.of()));
      ClassSet classes = attempt.compiling(() -> compiler.compile(spec.name(), source));
      attempt.found(classes.warnings());
      SkillBundle bundle = packer.pack(spec, attempt.origin(), next(spec), source, classes);
      attempt.found(verifier.check(bundle, rules));
      if (spec.dryRun()) return attempt.ended(Outcome.PLANNED, bundle);
      Outcome outcome = activate(bundle, version(attempt, bundle, spec, door, author));
      source.files().values().forEach(text -> store.writeSource(attempt.file(), text));
      return attempt.ended(outcome, bundle);
    } catch (Rejected e) {
      return attempt.refused(e);
    }
  }

  private String next(SkillSpec spec) {
    return stored(spec.name())
        .previous()
        .map(before -> NextVersion.after(stored(spec.name()).last(), before.spec(), spec))
        .orElse(NextVersion.FIRST);
  }

  private StoredSkill stored(SkillName name) {
    return store.find(name).orElseGet(() -> StoredSkill.unborn(name));
  }

  private static StoredSkill.Version version(
      Attempt attempt, SkillBundle bundle, SkillSpec spec, String door, String author) {
    return new StoredSkill.Version(
        bundle.version(),
        bundle.sha256(),
        bundle.origin(),
        attempt.file(),
        author,
        door,
        Instant.now(),
        spec);
  }

  /** Beside what runs, tried, kept, then swapped in; or kept to wait, when the switch is off. */
  private Outcome activate(SkillBundle bundle, StoredSkill.Version version) {
    StoredSkill known = stored(bundle.name());
    if (store.hotReload()) {
      Generation generation = installer.bringUp(bundle, version.spec(), false);
      try {
        if (store.hotReload()) {
          store.keep(bundle);
          store.keep(known.withLive(version));
          installer.publish(generation);
          return Outcome.ACTIVE;
        }
      } catch (Rejected e) {
        installer.discard(generation);
        throw e;
      }
      installer.discard(generation);
    }
    store.keep(bundle);
    store.keep(known.withPending(version));
    return Outcome.PENDING;
  }

  /** A restart activates what waits, whatever the switch says; what fails goes on waiting. */
  private void restarted(SkillName name, StoredSkill.Version version) {
    try {
      Generation generation = installer.bringUp(store.bundle(name, version), version.spec(), false);
      store.keep(stored(name).withLive(version));
      installer.publish(generation);
    } catch (Rejected e) {
      LOG.error("Skill {} {} still waits: {}", name, version.number(), e.getMessage());
    }
  }

  @Override
  public Optional<ForgeReport> trigger(SkillName name, String door, String author) {
    try (Turnstile.Turn turn = turnstile.enter(name)) {
      return stored(name).newest().map(newest -> again(name, newest, door, author));
    }
  }

  private ForgeReport again(
      SkillName name, StoredSkill.Version newest, String door, String author) {
    Attempt attempt = new Attempt(newest.spec(), newest.origin(), newest.file());
    try {
      SkillBundle kept = store.bundle(name, newest);
      String accepted = Packer.source(kept);
      String onDisk = store.readSource(newest.file()).orElse(accepted);
      boolean same = onDisk.equals(accepted);
      if (same && stored(name).pending().isPresent())
        return attempt.ended(activate(kept, newest), kept);
      Origin origin = same ? newest.origin() : Origin.SOURCE;
      String fileName = Path.of(newest.file()).getFileName().toString();
      return make(
          new Attempt(newest.spec(), origin, newest.file()),
          newest.spec(),
          Optional.of(new SourceSet(Map.of(fileName, onDisk))),
          door,
          author);
    } catch (Rejected e) {
      return attempt.refused(e);
    }
  }

  @Override
  public Optional<LiveSkill> retire(SkillName name, String door, String author) {
    try (Turnstile.Turn turn = turnstile.enter(name)) {
      if (stored(name).current().isEmpty()) return Optional.empty();
      Optional<LiveSkill> was = skills.find(name);
      store.keep(stored(name).withNone());
      installer.withdraw(name);
      return was;
    }
  }

  @Override
  public Optional<String> source(SkillName name) {
    return stored(name).current().map(version -> Packer.source(store.bundle(name, version)));
  }

  @Override
  public boolean hotReload() {
    return store.hotReload();
  }

  @Override
  public void hotReload(boolean enabled) {
    store.hotReload(enabled);
  }
}
