// SPDX-License-Identifier: Apache-2.0
package forge.core.line;

import forge.api.SkillName;
import forge.core.data.Digest;
import forge.core.feed.Feed;
import forge.core.install.Acceptance;
import forge.core.install.Acceptance.By;
import forge.core.install.Turnstile;
import forge.core.pack.FinishedJar;
import forge.core.pack.Packer;
import forge.core.spec.SpecReader;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.verify.Verifier;
import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.live.Intake;
import forge.make.Delivery;
import forge.make.Order;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.Rule;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Where a finished bundle joins the line: behind the packer, before the gate. Its bytes stay what
 * they are, so its digest is the file's.
 */
@Component
public final class BundleIntake implements Intake {

  @Reference private volatile List<Rule> rules = List.of();

  private final Verifier verifier = new Verifier();
  private final SkillStore store;
  private final Acceptance acceptance;
  private final Turnstile turnstile;
  private final Feed feed;

  /** An intake; it holds nothing itself. */
  @Activate
  public BundleIntake(
      @Reference SkillStore store,
      @Reference Acceptance acceptance,
      @Reference Turnstile turnstile,
      @Reference Feed feed) {
    this.store = store;
    this.acceptance = acceptance;
    this.turnstile = turnstile;
    this.feed = feed;
  }

  @Override
  public ForgeReport take(Delivery delivery) {
    By by = new By(delivery.door(), delivery.author(), Order.freshId());
    feed.ordered(by.order(), "", by.author(), by.door(), "bundle");
    FinishedJar jar;
    SkillSpec spec;
    try {
      jar = FinishedJar.read(delivery.bytes());
      spec = SpecReader.read(jar.spec());
    } catch (Rejected e) {
      acceptance.refused("", by, e.getMessage());
      feed.unread(by.order(), e.getMessage());
      throw e;
    }
    String file = sourceFile(spec.name(), delivery.bytes());
    Attempt attempt = new Attempt(spec, Origin.BUNDLE, file, feed, by.order());
    try (Turnstile.Turn turn = turnstile.enter(spec.name())) {
      return take(attempt, spec, jar.version(), delivery.bytes(), by);
    } catch (Rejected e) {
      acceptance.refused(spec.name().value(), by, e.getMessage());
      return attempt.refused(e);
    }
  }

  private ForgeReport take(Attempt attempt, SkillSpec spec, String own, byte[] bytes, By by) {
    String digest = Digest.sha256(bytes);
    StoredSkill known = acceptance.known(spec.name());
    Optional<StoredSkill.Version> same =
        known.newest().filter(version -> version.sha256().equals(digest));
    if (same.isPresent())
      return attempt.ended(standing(known), store.bundle(spec.name(), same.get()));
    String number = Numbering.next(store, known, spec, own);
    SkillBundle bundle = new SkillBundle(spec.name(), number, Origin.BUNDLE, bytes, digest);
    attempt.found(verifier.check(bundle, rules));
    attempt.passed(Stage.BUNDLE);
    StoredSkill.Version version =
        new StoredSkill.Version(
            number,
            digest,
            Origin.BUNDLE,
            attempt.file(),
            by.author(),
            by.door(),
            Instant.now(),
            spec);
    return attempt.ended(acceptance.accept(bundle, version, by), bundle);
  }

  private static Outcome standing(StoredSkill known) {
    if (known.decideBy().isPresent()) return Outcome.AWAITING_APPROVAL;
    return known.pending().isPresent() ? Outcome.PENDING : Outcome.ACTIVE;
  }

  /** The source that it brings is shown, not built from; many bring none. */
  private static String sourceFile(SkillName name, byte[] jar) {
    return Packer.sources(jar).keySet().stream()
        .findFirst()
        .map(file -> "skills/" + name + "/" + file)
        .orElse("");
  }
}
