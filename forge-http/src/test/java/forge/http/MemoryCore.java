// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.Failure;
import forge.api.Refusal;
import forge.api.Skill;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.live.Forge;
import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.live.LiveSkill;
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
  private boolean hotReload = true;

  /** A skill in service, forged here. */
  void put(String name, Skill skill) {
    put(name, SkillState.LIVE, Origin.TEMPLATE, skill);
  }

  void put(String name, SkillState state, Origin origin, Skill skill) {
    SkillName key = new SkillName(name);
    known.put(key, live(key, state, origin, "Does " + name));
    code.put(key, skill);
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
    Map<String, Object> spec = read(order);
    SkillName name = name(spec);
    String description = (String) spec.getOrDefault("description", "");
    if (refuseAt.isPresent()) return report(Outcome.REFUSED, name);
    if (Boolean.TRUE.equals(spec.get("dry_run"))) return report(Outcome.PLANNED, name);
    SkillState state = hotReload ? SkillState.LIVE : SkillState.PENDING;
    known.put(name, live(name, state, Origin.TEMPLATE, description));
    code.put(name, (request, context) -> SkillResult.ok(request.arguments()));
    return report(hotReload ? Outcome.ACTIVE : Outcome.PENDING, name);
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
    boolean refused = outcome == Outcome.REFUSED;
    return new ForgeReport(
        outcome,
        name,
        file(name),
        Origin.TEMPLATE,
        refused ? "" : "1.0.0",
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
    if (refuseAt.isPresent()) return Optional.of(report(Outcome.REFUSED, name));
    return Optional.of(report(hotReload ? Outcome.ACTIVE : Outcome.PENDING, name));
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
  public synchronized void hotReload(boolean enabled) {
    hotReload = enabled;
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
  public synchronized List<LiveSkill> live() {
    return known.values().stream().filter(skill -> skill.state() == SkillState.LIVE).toList();
  }

  @Override
  public SkillResult call(SkillName name, SkillRequest request) {
    boolean live = find(name).filter(skill -> skill.state() == SkillState.LIVE).isPresent();
    if (!live) return SkillResult.failed(Failure.UNKNOWN_SKILL, "unknown skill: " + name);
    try {
      return code.get(name).call(request, null);
    } catch (Refusal e) {
      return SkillResult.refused(e);
    } catch (Exception e) {
      return SkillResult.failed(Failure.SKILL_BROKEN, "The skill failed; its log says why");
    }
  }
}
