// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.Failure;
import forge.api.Refusal;
import forge.api.Skill;
import forge.api.SkillContext;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.live.Events;
import forge.live.Forge;
import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.live.LiveSkill;
import forge.live.Progress;
import forge.live.Runner;
import forge.live.SkillState;
import forge.live.Skills;
import forge.make.Finding;
import forge.make.Order;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A forge that keeps its skills in memory and compiles nothing: a new skill echoes its arguments. A
 * test says beforehand how an order is to be refused.
 */
final class MemoryCore implements Forge, Skills, Runner {

  static final Instant SINCE = Instant.ofEpochSecond(1_707_753_600L);
  static final String SHA = "ab".repeat(32);

  private final Map<SkillName, LiveSkill> known = new TreeMap<>();
  private final Map<SkillName, Skill> code = new TreeMap<>();
  final List<Order> orders = new ArrayList<>();
  final List<String> askedBy = new ArrayList<>();
  List<Finding> findings = List.of();
  List<String> notes = List.of();
  Optional<Stage> refuseAt = Optional.empty();
  Optional<Rejected> diskFault = Optional.empty();
  private final Map<SkillName, List<Version>> versions = new TreeMap<>();
  MemoryEvents events = new MemoryEvents();
  private boolean hotReload = true;
  private boolean safety;

  /** A skill in service, forged here. */
  void put(String name, Skill skill) {
    put(name, SkillState.LIVE, Origin.TEMPLATE, skill);
  }

  void put(String name, SkillState state, Origin origin, Skill skill) {
    SkillName key = new SkillName(name);
    known.put(key, live(key, state, origin, "Does " + name));
    code.put(key, skill);
    if (state == SkillState.LIVE && origin != Origin.BUNDLE) history(name, "1.0.0");
  }

  /** The versions that a skill has had; the last one is in service. */
  void history(String name, String... numbers) {
    List<Version> list = new ArrayList<>();
    for (String number : numbers)
      list.add(
          new Version(
              number, SHA, Origin.BODY, "ada", "http", SINCE, list.size() + 1 == numbers.length));
    versions.put(new SkillName(name), list);
  }

  private static LiveSkill live(
      SkillName name, SkillState state, Origin origin, String description) {
    return new LiveSkill(
        name,
        origin == Origin.BUNDLE ? "" : file(name),
        description,
        "1.0.0",
        SHA,
        origin,
        state,
        SINCE,
        Map.of("type", "object"),
        Map.of(),
        new LiveSkill.Traffic(7, 2, 10, 20, 30));
  }

  static String file(SkillName name) {
    return "skills/" + name + "/" + name.className() + ".java";
  }

  @Override
  public synchronized ForgeReport forge(Order order) {
    orders.add(order);
    events.tell(Events.Event.ORDERED, Map.of("order", order.id()));
    events.tell(Events.Event.ORDERED, Map.of("order", "of somebody else"));
    Map<String, Object> spec = read(order);
    SkillName name = name(spec);
    String description = (String) spec.getOrDefault("description", "");
    if (refuseAt.isPresent()) return report(Outcome.REFUSED, name);
    if (Boolean.TRUE.equals(spec.get("dry_run"))) return report(Outcome.PLANNED, name);
    known.put(name, live(name, state(outcome()), Origin.TEMPLATE, description));
    code.put(name, (request, context) -> SkillResult.ok(request.arguments()));
    return report(outcome(), name);
  }

  private static SkillState state(Outcome outcome) {
    return outcome == Outcome.ACTIVE ? SkillState.LIVE : SkillState.valueOf(outcome.name());
  }

  private Outcome outcome() {
    if (safety) return Outcome.AWAITING_APPROVAL;
    return hotReload ? Outcome.ACTIVE : Outcome.PENDING;
  }

  private static Map<String, Object> read(Order order) {
    try {
      Object spec = Json.read(order.spec().getBytes(StandardCharsets.UTF_8));
      if (spec instanceof Map<?, ?> map) return Fields.plain(map);
      throw Rejected.because(Stage.SPEC, "spec", "", "A spec is a JSON object");
    } catch (ErrorAnswer e) {
      throw Rejected.because(Stage.SPEC, "malformed_json", "", e.getMessage());
    }
  }

  private static SkillName name(Map<String, Object> spec) {
    try {
      return new SkillName((String) spec.get("name"));
    } catch (IllegalArgumentException e) {
      throw Rejected.because(Stage.SPEC, "name", "name", e.getMessage());
    }
  }

  private ForgeReport report(Outcome outcome, SkillName name) {
    return report(outcome, name, "1.0.0");
  }

  private ForgeReport report(Outcome outcome, SkillName name, String version) {
    boolean refused = outcome == Outcome.REFUSED;
    return new ForgeReport(
        outcome,
        name,
        file(name),
        Origin.TEMPLATE,
        refused ? "" : version,
        refused ? "" : SHA,
        refused ? refuseAt : Optional.empty(),
        findings,
        notes,
        9,
        21);
  }

  @Override
  public synchronized Optional<ForgeReport> trigger(SkillName name, String door, String author) {
    askedBy.add(door + " " + author);
    if (find(name).filter(skill -> skill.state() != SkillState.RETIRED).isEmpty())
      return Optional.empty();
    return Optional.of(report(refuseAt.isPresent() ? Outcome.REFUSED : outcome(), name));
  }

  @Override
  public synchronized Optional<LiveSkill> retire(SkillName name, String door, String author) {
    askedBy.add(door + " " + author);
    Optional<LiveSkill> was = find(name).filter(skill -> skill.state() != SkillState.RETIRED);
    was.ifPresent(
        skill -> known.put(name, live(name, SkillState.RETIRED, skill.origin(), "retired")));
    return was;
  }

  @Override
  public synchronized Optional<String> source(SkillName name) {
    return find(name)
        .filter(skill -> skill.state() != SkillState.RETIRED && skill.origin() != Origin.BUNDLE)
        .map(skill -> "package " + name.module() + "; // grün 𝄞\n");
  }

  @Override
  public synchronized boolean hotReload() {
    return hotReload;
  }

  @Override
  public synchronized void hotReload(boolean enabled, String door, String author) {
    askedBy.add(door + " " + author);
    hotReload = enabled;
    diskFault.ifPresent(MemoryCore::fail);
  }

  @Override
  public synchronized boolean safety() {
    return safety;
  }

  @Override
  public synchronized void safety(boolean enabled, String door, String author) {
    askedBy.add(door + " " + author);
    safety = enabled;
    diskFault.ifPresent(MemoryCore::fail);
  }

  static void fail(Rejected rejected) {
    throw rejected;
  }

  @Override
  public synchronized List<Version> versions(SkillName name) {
    return versions.getOrDefault(name, List.of());
  }

  @Override
  public synchronized Optional<ForgeReport> rollback(
      SkillName name, String version, String door, String author) {
    askedBy.add(door + " " + author);
    if (find(name).isEmpty()) return Optional.empty();
    Version target = version(name, version).orElseThrow(() -> rejected("rollback.unknown"));
    if (target.live()) throw rejected("rollback.same");
    if (refuseAt.isPresent()) return Optional.of(report(Outcome.REFUSED, name));
    return Optional.of(report(outcome(), name, version));
  }

  private static Rejected rejected(String rule) {
    return Rejected.because(Stage.SPEC, rule, "version", "words of the core");
  }

  private Optional<Version> version(SkillName name, String number) {
    return versions(name).stream().filter(each -> each.number().equals(number)).findFirst();
  }

  @Override
  public synchronized Optional<String> diff(SkillName name, String from, String to) {
    if (version(name, from).isEmpty() || version(name, to).isEmpty()) return Optional.empty();
    return Optional.of("--- source " + from + "\n+++ source " + to + "\n@@ -1 +1 @@\n-ä\n+ö\n");
  }

  @Override
  public synchronized List<LiveSkill> list(String query, String after, int limit) {
    return known.values().stream()
        .filter(skill -> skill.name().value().compareTo(after) > 0)
        .filter(skill -> (skill.name() + " " + skill.description()).contains(query))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<LiveSkill> find(SkillName name) {
    return Optional.ofNullable(known.get(name));
  }

  @Override
  public synchronized Map<SkillState, Integer> counts() {
    Map<SkillState, Integer> counts = new EnumMap<>(SkillState.class);
    for (LiveSkill skill : list("", "", Integer.MAX_VALUE))
      counts.merge(skill.state(), 1, Integer::sum);
    return counts;
  }

  @Override
  public synchronized long revision() {
    return known.hashCode();
  }

  /** What a skill has: progress, and nothing else of use. */
  private record MemoryContext(SkillName skill, Progress listener) implements SkillContext {

    @Override
    public Instant deadline() {
      return Instant.MAX;
    }

    @Override
    public void log(String message) {
      // nobody reads it
    }

    @Override
    public void progress(double fraction, String note) {
      listener.at(fraction, note);
    }
  }

  @Override
  public synchronized List<LiveSkill> live() {
    return known.values().stream().filter(skill -> skill.state() == SkillState.LIVE).toList();
  }

  @Override
  public SkillResult call(SkillName name, SkillRequest request, Progress progress) {
    boolean live = find(name).filter(skill -> skill.state() == SkillState.LIVE).isPresent();
    if (!live) return SkillResult.failed(Failure.UNKNOWN_SKILL, "unknown skill: " + name);
    try {
      return code.get(name).call(request, new MemoryContext(name, progress));
    } catch (Refusal e) {
      return SkillResult.refused(e);
    } catch (Exception e) {
      return SkillResult.failed(Failure.SKILL_BROKEN, "The skill failed; its log says why");
    }
  }
}
