// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.Failure;
import forge.core.feed.Feed;
import forge.core.live.LiveSkills;
import forge.core.live.Meter.Counts;
import forge.core.store.SkillStore;
import forge.core.store.Switches;
import forge.live.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What there is to count of skills and orders. Reads no record and wakes no skill. */
@Component
public final class SkillMetrics implements Metrics {

  /** So many skills have numbers of their own; each costs some twenty lines. */
  private static final int NAMED = 50;

  private final SkillStore store;
  private final LiveSkills live;
  private final Residents residents;
  private final Feed feed;
  private final Busiest busiest = new Busiest(NAMED);

  /** A view; what is counted is counted elsewhere. */
  @Activate
  public SkillMetrics(
      @Reference SkillStore store,
      @Reference LiveSkills live,
      @Reference Residents residents,
      @Reference Feed feed) {
    this.store = store;
    this.live = live;
    this.residents = residents;
    this.feed = feed;
  }

  @Override
  public List<Family> read() {
    List<Family> families = new ArrayList<>(calls(busiest.of(residents.meters())));
    families.add(turnedAway());
    families.addAll(feed.tally().read());
    families.addAll(standing());
    families.addAll(switches(store.switches()));
    return families;
  }

  private static List<Family> calls(Map<String, Counts> skills) {
    List<Sample> durations = new ArrayList<>();
    List<Sample> failures = new ArrayList<>();
    skills.forEach(
        (skill, counts) -> {
          durations.addAll(counts.latencies().samples(List.of(Map.entry("skill", skill))));
          failures.addAll(failures(skill, counts.failures()));
        });
    return List.of(
        new Family(
            "forge_call_duration_seconds",
            Type.HISTOGRAM,
            "How long calls took, by skill; all but the most called are " + Busiest.OTHERS + ".",
            durations),
        new Family(
            "forge_call_failures_total",
            Type.COUNTER,
            "Calls that gave no value, by skill and kind of failure.",
            failures));
  }

  private static List<Sample> failures(String skill, long[] counts) {
    List<Sample> samples = new ArrayList<>();
    for (Failure failure : Failure.values())
      if (counts[failure.ordinal()] != 0)
        samples.add(
            new Sample(
                "",
                List.of(Map.entry("skill", skill), Map.entry("kind", failure.code())),
                counts[failure.ordinal()]));
    return samples;
  }

  private Family turnedAway() {
    Map<String, Number> kinds = new TreeMap<>();
    residents
        .turnedAwayCalls()
        .forEach(
            (failure, count) -> {
              if (count.sum() > 0 || failure == Failure.HALTED || failure == Failure.UNKNOWN_SKILL)
                kinds.put(failure.code(), count);
            });
    return Family.by(
        "kind",
        "forge_calls_turned_away_total",
        Type.COUNTER,
        "Calls that no skill was asked for, by kind of failure.",
        kinds);
  }

  private List<Family> standing() {
    int known = store.names().size();
    int up = live.residents().size();
    int found = live.all().size() - up;
    return List.of(
        gauge("forge_skills_known", "Skills that were ever forged here.", known),
        gauge("forge_skills_resident", "Forged skills that are up.", up),
        gauge(
            "forge_skills_parked",
            "Known skills that are not up: never called, parked, waiting or retired.",
            Math.max(0, known - up)),
        gauge("forge_skills_found", "Skills of bundles that nobody forged.", Math.max(0, found)),
        gauge(
            "forge_skills_waiting",
            "Skills of which a version waits for a person, a restart or a trigger.",
            store.waiting().size()));
  }

  private static List<Family> switches(Switches switches) {
    return List.of(
        gauge("forge_halted", "1 while every skill is halted.", is(switches.halt().isPresent())),
        gauge(
            "forge_hot_reload", "1 while new versions go live at once.", is(switches.hotReload())),
        gauge("forge_safety", "1 while a person decides on each version.", is(switches.safety())));
  }

  private static int is(boolean on) {
    return on ? 1 : 0;
  }

  private static Family gauge(String name, String help, double value) {
    return Family.of(name, Type.GAUGE, help, value);
  }
}
