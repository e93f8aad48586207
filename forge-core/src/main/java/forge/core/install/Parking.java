// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.core.data.Daemons;
import forge.core.feed.Feed;
import forge.core.live.Generation;
import forge.core.live.LiveSkills;
import forge.live.Events.Event;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down skills that nobody calls; the next call brings them up again.
 *
 * <p>Settings are framework properties: {@code forge.idle} seconds without a call after which a
 * skill is parked (900), and {@code forge.residents}, how many may be up at once (500): beyond that
 * the longest idle ones go.
 */
@Component(service = Parking.class, immediate = true)
public final class Parking {

  private static final Logger LOG = LoggerFactory.getLogger(Parking.class);
  private static final long DEFAULT_IDLE_SECONDS = 900;
  private static final int DEFAULT_RESIDENTS = 500;
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);

  private final LiveSkills live;
  private final Installer installer;
  private final Turnstile turnstile;
  private final Feed feed;
  private final Duration idle;
  private final int residents;
  private final ScheduledExecutorService rounds;

  /** Begins its rounds. */
  @Activate
  public Parking(
      BundleContext context,
      @Reference LiveSkills live,
      @Reference Installer installer,
      @Reference Turnstile turnstile,
      @Reference Feed feed) {
    this.live = live;
    this.installer = installer;
    this.turnstile = turnstile;
    this.feed = feed;
    this.idle = Duration.ofSeconds(number(context, "forge.idle", DEFAULT_IDLE_SECONDS));
    this.residents = (int) number(context, "forge.residents", DEFAULT_RESIDENTS);
    this.rounds = Executors.newSingleThreadScheduledExecutor(Daemons.named("forge-parking"));
    long pause = Math.min(LONGEST_ROUND.toMillis(), Math.max(100, idle.toMillis() / 4));
    rounds.scheduleWithFixedDelay(this::round, pause, pause, TimeUnit.MILLISECONDS);
  }

  private static long number(BundleContext context, String property, long otherwise) {
    String text = context.getProperty(property);
    return text == null ? otherwise : Long.parseLong(text);
  }

  @Deactivate
  void close() {
    rounds.shutdownNow();
  }

  private void round() {
    try {
      List<Generation> up =
          live.residents().stream()
              .sorted(Comparator.comparingLong(Generation::idleNanos).reversed())
              .toList();
      int tooMany = up.size() - residents;
      for (int i = 0; i < up.size(); i++) {
        Generation generation = up.get(i);
        if (i < tooMany || generation.idleNanos() > idle.toNanos()) park(generation);
      }
    } catch (RuntimeException e) {
      LOG.error("A round of parking failed", e);
    }
  }

  /** One that is being changed, or was called just now, stays. */
  private void park(Generation generation) {
    Optional<Turnstile.Turn> turn = turnstile.tryEnter(generation.name());
    if (turn.isEmpty()) return;
    try (Turnstile.Turn held = turn.get()) {
      boolean current = live.find(generation.name()).filter(generation::equals).isPresent();
      if (!current || generation.idleNanos() == 0) return;
      installer.withdraw(generation.name());
      feed.happened(
          Event.PARKED, generation.name().value(), generation.facts().version(), "nobody called");
    }
  }
}
