// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

import forge.api.Skill;
import forge.api.SkillName;
import forge.core.data.Schema;
import forge.make.Budget;
import forge.make.Grants;
import forge.make.Origin;
import forge.make.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;

/**
 * One version of a skill that is up: its service, and the calls that are pinned to it.
 *
 * <p>A call pins the generation it begins with. A generation that was replaced takes no more pins
 * and is drained when the last one is gone; only then is its bundle taken down.
 */
public final class Generation {

  private static final long CLOSED = Long.MIN_VALUE;
  private static final Duration FOREVER = Duration.ofDays(365);

  private final SkillName name;
  private final Optional<Skill> skill;
  private final Optional<Bundle> bundle;
  private final Optional<Cell> cell;
  private final Facts facts;
  private final Instant since = Instant.now();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong pins = new AtomicLong();
  private volatile long used = System.nanoTime();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  /**
   * What is known of a generation beside its service.
   *
   * @param version its semantic version
   * @param sha256 digest of its bundle
   * @param origin where its code comes from
   * @param description what it does
   * @param input schema of the arguments
   * @param output schema of the value
   * @param budget what one call may use
   * @param tier how far its code is trusted
   * @param grants what it may reach
   */
  public record Facts(
      String version,
      String sha256,
      Origin origin,
      String description,
      Schema input,
      Schema output,
      Budget budget,
      Tier tier,
      Grants grants) {}

  Generation(SkillName name, Skill skill, Bundle bundle, Facts facts) {
    this(name, Optional.of(skill), Optional.of(bundle), Optional.empty(), facts);
  }

  private Generation(
      SkillName name,
      Optional<Skill> skill,
      Optional<Bundle> bundle,
      Optional<Cell> cell,
      Facts facts) {
    this.name = name;
    this.skill = skill;
    this.bundle = bundle;
    this.cell = cell;
    this.facts = facts;
  }

  /** One whose code does not run here: no bundle of it is installed. */
  public static Generation isolated(SkillName name, Cell cell, Facts facts) {
    return new Generation(name, Optional.empty(), Optional.empty(), Optional.of(cell), facts);
  }

  /** The skill's name. */
  public SkillName name() {
    return name;
  }

  /** The service; there is none of one that is isolated. */
  public Skill skill() {
    return skill.orElseThrow();
  }

  /** The bundle it comes from, if one is installed. */
  public Optional<Bundle> bundle() {
    return bundle;
  }

  /** Where its code runs when it does not run here. */
  public Optional<Cell> cell() {
    return cell;
  }

  /** What is known of it. */
  public Facts facts() {
    return facts;
  }

  /** When it came up. */
  public Instant since() {
    return since;
  }

  /** How long ago the last call ended, or it came up; nanoseconds. */
  public long idleNanos() {
    return pins.get() > 0 ? 0 : System.nanoTime() - used;
  }

  /** Takes one of its places for a call; false when as many run as may. */
  public boolean begin(int parallel) {
    if (running.incrementAndGet() <= parallel) return true;
    running.decrementAndGet();
    return false;
  }

  /** Gives the place back, when the call's thread has let go of it. */
  public void end() {
    running.decrementAndGet();
  }

  /** What is held against a call: of what is trusted, the deadline alone. */
  public Budget limits() {
    Budget budget = facts.budget();
    return facts.tier() == Tier.TRUSTED
        ? new Budget(budget.wall(), FOREVER, Long.MAX_VALUE, budget.parallel())
        : budget;
  }

  /** Pins it for one call; false when it takes no more. */
  boolean pin() {
    for (; ; ) {
      long count = pins.get();
      if (count < 0) return false;
      if (pins.compareAndSet(count, count + 1)) return true;
    }
  }

  void unpin() {
    used = System.nanoTime();
    if (pins.decrementAndGet() == CLOSED) drained.complete(null);
  }

  /** Takes no more pins; the answer completes when the last one is gone. */
  public CompletableFuture<Void> drain() {
    long count = pins.getAndUpdate(now -> now < 0 ? now : now + CLOSED);
    if (count == 0) drained.complete(null);
    return drained;
  }

  @Override
  public String toString() {
    return name + " " + facts.version();
  }
}
