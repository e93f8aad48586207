// SPDX-License-Identifier: Apache-2.0
package forge.core.tier;

import forge.api.SkillName;
import forge.core.budget.SkillThreads;
import forge.core.quarantine.QuarantineFolder;
import forge.core.store.SkillStore;
import forge.live.Tiers.Ruled;
import forge.make.Budget;
import forge.make.Origin;
import forge.make.SkillSpec;
import forge.make.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in which tier a version runs. The first that applies decides: quarantine of its skill; what
 * an operator said of exactly these bytes, kept as {@code store/tiers/<sha256>}; what the spec asks
 * for; the operator's policy; the budget; too many calls that would not end; and guarded if nothing
 * does.
 *
 * <p>The policy is the framework property {@code forge.isolate}: {@code all}, or words with commas
 * between: origins ({@code template}, {@code body}, {@code source}), and {@code grants} for what
 * asks for any.
 */
@Component(service = TierRule.class)
public final class TierRule {

  private static final Logger LOG = LoggerFactory.getLogger(TierRule.class);
  private static final Ruled FOREIGN = new Ruled(Tier.TRUSTED, "bundle");
  private static final Ruled WORN = new Ruled(Tier.ISOLATED, "leaks");
  private static final Ruled DEFAULT = new Ruled(Tier.GUARDED, "default");

  private final QuarantineFolder quarantine;
  private final SkillThreads threads;
  private final Path folder;
  private final Set<String> isolated;
  private final Map<String, Tier> marks = new ConcurrentHashMap<>();
  private final List<Consumer<SkillName>> listeners = new CopyOnWriteArrayList<>();

  /** With what an operator has said so far. */
  @Activate
  public TierRule(
      BundleContext context,
      @Reference SkillStore store,
      @Reference QuarantineFolder quarantine,
      @Reference SkillThreads threads)
      throws IOException {
    this.threads = threads;
    String policy = context.getProperty("forge.isolate");
    this.isolated = policy == null ? Set.of() : Set.of(policy.strip().split("[,\\s]+"));
    this.quarantine = quarantine;
    this.folder = Files.createDirectories(store.data().resolve("store/tiers"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) read(file);
    }
  }

  private void read(Path file) {
    try {
      Tier tier = Tier.ofWord(Files.readString(file).strip()).orElseThrow();
      marks.put(file.getFileName().toString(), tier);
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} names no tier and is left alone", file);
    }
  }

  /** The tier of a version. */
  public Ruled of(SkillName name, String sha256, Origin origin, SkillSpec spec) {
    if (origin == Origin.BUNDLE) return FOREIGN;
    if (quarantine.holds(name)) return new Ruled(Tier.ISOLATED, "quarantine");
    Tier marked = marks.get(sha256);
    if (marked != null) return new Ruled(marked, "operator");
    if (spec.tier().equals(Optional.of(Tier.ISOLATED))) return new Ruled(Tier.ISOLATED, "spec");
    if (isIsolatedByPolicy(origin, spec)) return new Ruled(Tier.ISOLATED, "policy");
    if (asksForMuch(spec.budget())) return new Ruled(Tier.ISOLATED, "budget");
    if (threads.areWorn()) return WORN;
    return spec.tier().map(tier -> new Ruled(tier, "spec")).orElse(DEFAULT);
  }

  private boolean isIsolatedByPolicy(Origin origin, SkillSpec spec) {
    return isolated.contains("all")
        || isolated.contains(origin.word())
        || isolated.contains("grants") && !spec.grants().isNone();
  }

  /** More time or memory than a skill that says nothing gets. */
  private static boolean asksForMuch(Budget budget) {
    return budget.wall().compareTo(Budget.DEFAULT.wall()) > 0
        || budget.cpu().compareTo(Budget.DEFAULT.cpu()) > 0
        || budget.allocatedBytes() > Budget.DEFAULT.allocatedBytes();
  }

  /** Keeps what an operator says of these bytes; empty: nothing any more. */
  public void mark(SkillName name, String sha256, Optional<Tier> tier) throws IOException {
    Path file = folder.resolve(sha256);
    if (tier.isPresent()) write(file, tier.get());
    else Files.deleteIfExists(file);
    if (tier.isPresent()) marks.put(sha256, tier.get());
    else marks.remove(sha256);
    listeners.forEach(listener -> listener.accept(name));
  }

  /** Whom to tell when an operator has decided, who waits for it. */
  public void onMark(Consumer<SkillName> listener) {
    listeners.add(listener);
  }

  /** Whom to tell of a quarantine, for which nobody may have to wait. */
  public void onQuarantine(Consumer<SkillName> listener) {
    quarantine.onChange(listener);
  }

  private static void write(Path file, Tier tier) throws IOException {
    Files.writeString(
        file,
        tier.word(),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }
}
