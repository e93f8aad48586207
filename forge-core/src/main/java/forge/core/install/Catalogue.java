// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.grant.Gates;
import forge.core.live.Generation;
import forge.core.live.LiveSkills;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.live.LiveSkill;
import forge.live.SkillState;
import forge.live.Skills;
import forge.make.Origin;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What is known of all skills, from the store and from the services that are there. Wakes none. */
@Component
public final class Catalogue implements Skills {

  private static final Set<SkillState> IN_SERVICE =
      EnumSet.of(SkillState.LIVE, SkillState.QUARANTINED);

  private final LiveSkills live;
  private final SkillStore store;
  private final Residents residents;
  private final Gates gates;

  /** A view; it holds nothing itself. */
  @Activate
  public Catalogue(
      @Reference LiveSkills live,
      @Reference SkillStore store,
      @Reference Residents residents,
      @Reference Gates gates) {
    this.live = live;
    this.store = store;
    this.residents = residents;
    this.gates = gates;
  }

  @Override
  public List<LiveSkill> list(String query, String after, int limit) {
    String wanted = query.toLowerCase(Locale.ROOT);
    return names(after)
        .flatMap(name -> find(name).stream())
        .filter(skill -> matches(skill, wanted))
        .limit(limit)
        .toList();
  }

  private static boolean matches(LiveSkill skill, String wanted) {
    return skill.name().value().contains(wanted)
        || skill.description().toLowerCase(Locale.ROOT).contains(wanted);
  }

  /** The few that were found are merged into the many that are known, without a copy of those. */
  private Stream<SkillName> names(String after) {
    TreeSet<SkillName> found = new TreeSet<>();
    for (Generation generation : live.all())
      if (!SkillLocation.isOurs(generation) && generation.name().value().compareTo(after) > 0)
        found.add(generation.name());
    Stream<SkillName> known = known(after);
    if (found.isEmpty()) return known;
    return Stream.concat(known.filter(name -> !found.contains(name)), found.stream()).sorted();
  }

  /** Begins at its place in the order: a late page of many takes no longer than the first. */
  private Stream<SkillName> known(String after) {
    if (after.isEmpty()) return store.names().stream();
    try {
      return store.names().tailSet(new SkillName(after), false).stream();
    } catch (IllegalArgumentException noName) {
      return store.names().stream().filter(name -> name.value().compareTo(after) > 0);
    }
  }

  @Override
  public List<LiveSkill> live() {
    return list("", "", Integer.MAX_VALUE).stream()
        .filter(skill -> IN_SERVICE.contains(skill.state()))
        .toList();
  }

  @Override
  public Optional<LiveSkill> find(SkillName name) {
    Optional<StoredSkill> stored = store.find(name);
    Optional<StoredSkill.Version> current = stored.flatMap(StoredSkill::current);
    if (current.isPresent()) return current.map(version -> forged(stored.get(), version));
    return live.find(name)
        .filter(generation -> !SkillLocation.isOurs(generation))
        .map(this::found)
        .or(() -> stored.flatMap(skill -> skill.retired().map(last -> forged(skill, last))))
        .or(() -> store.damage(name).map(why -> damaged(name, why)));
  }

  @Override
  public long revision() {
    return store.revision() + live.revision();
  }

  private LiveSkill forged(StoredSkill skill, StoredSkill.Version version) {
    return new LiveSkill(
        skill.name(),
        version.file(),
        version.spec().description(),
        version.number(),
        version.sha256(),
        version.origin(),
        state(skill.name(), skill.state()),
        version.at(),
        version.spec().input(),
        version.spec().output(),
        version.spec().examples(),
        residents.traffic(skill.name()),
        version.spec().grants(),
        gates.reach(skill.name()));
  }

  private LiveSkill found(Generation generation) {
    Generation.Facts facts = generation.facts();
    return new LiveSkill(
        generation.name(),
        "",
        facts.description(),
        facts.version(),
        facts.sha256(),
        facts.origin(),
        SkillState.LIVE,
        generation.since(),
        facts.input().plain(),
        facts.output().plain(),
        residents.traffic(generation.name()));
  }

  private LiveSkill damaged(SkillName name, String why) {
    return new LiveSkill(
        name,
        "",
        why,
        "",
        "",
        Origin.SOURCE,
        SkillState.BROKEN,
        Instant.EPOCH,
        Map.of(),
        Map.of(),
        residents.traffic(name));
  }

  @Override
  public Map<SkillState, Integer> counts() {
    Map<SkillState, Integer> counts = new EnumMap<>(SkillState.class);
    for (SkillName name : store.names())
      counts.merge(
          store.standing(name).map(kept -> state(name, kept)).orElse(SkillState.BROKEN),
          1,
          Integer::sum);
    for (Generation generation : live.all())
      if (!store.names().contains(generation.name()))
        counts.merge(SkillState.LIVE, 1, Integer::sum);
    return counts;
  }

  /** What should be live may be in quarantine, or not come up. */
  private SkillState state(SkillName name, SkillState kept) {
    if (kept != SkillState.LIVE) return kept;
    if (residents.isQuarantined(name)) return SkillState.QUARANTINED;
    return residents.isBroken(name) ? SkillState.BROKEN : SkillState.LIVE;
  }
}
