// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.live.Meter;
import forge.core.live.Meter.Counts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Numbers of the skills that are called most, each by its name, and of all others together.
 *
 * <p>A skill that was among the others and gets a name of its own counts from there on: what it had
 * before stays with the others, so no number ever shrinks but by a fresh start, which who reads it
 * knows how to take.
 */
final class Busiest {

  /** What the others are called; no skill can be. */
  static final String OTHERS = "_others";

  private final int most;
  private final Map<SkillName, Counts> named = new HashMap<>();

  /** Those that were told of before, by name or among the others. */
  private final Set<SkillName> told = new HashSet<>();

  Busiest(int most) {
    this.most = most;
  }

  /** What each was called, and how it went, by label. */
  synchronized Map<String, Counts> of(Map<SkillName, Meter> growing) {
    Map<SkillName, Meter> meters = new HashMap<>(growing);
    name(meters);
    Map<String, Counts> numbers = new TreeMap<>();
    Counts others = Counts.NONE;
    for (Map.Entry<SkillName, Meter> each : meters.entrySet()) {
      Counts before = named.get(each.getKey());
      Counts now = each.getValue().counts();
      if (before != null) numbers.put(each.getKey().value(), now.minus(before));
      others = others.plus(before == null ? now : before);
    }
    numbers.put(OTHERS, others);
    told.addAll(meters.keySet());
    return numbers;
  }

  private void name(Map<SkillName, Meter> meters) {
    if (meters.size() <= most) {
      meters.keySet().forEach(name -> named.putIfAbsent(name, Counts.NONE));
      return;
    }
    Set<SkillName> top = top(meters);
    named.keySet().retainAll(top);
    for (SkillName name : top)
      named.computeIfAbsent(
          name, key -> told.contains(key) ? meters.get(key).counts() : Counts.NONE);
  }

  private Set<SkillName> top(Map<SkillName, Meter> meters) {
    record Called(SkillName name, long calls) {}
    List<Called> all = new ArrayList<>(meters.size());
    meters.forEach((name, meter) -> all.add(new Called(name, meter.calls())));
    all.sort(Comparator.comparingLong(Called::calls).reversed());
    Set<SkillName> top = new HashSet<>();
    for (Called called : all.subList(0, most)) top.add(called.name());
    return top;
  }
}
