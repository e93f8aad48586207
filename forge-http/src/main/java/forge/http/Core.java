// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;

import forge.api.Problem;
import forge.live.Approvals;
import forge.live.AuditTrail;
import forge.live.Events;
import forge.live.Forge;
import forge.live.Halt;
import forge.live.Metrics;
import forge.live.Quarantine;
import forge.live.Runner;
import forge.live.Skills;
import forge.live.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the door opens on. Each part may come and go; a door without it says so and stays open. */
@Component(service = Core.class)
public final class Core {

  @Reference(cardinality = OPTIONAL)
  private volatile Forge forge;

  @Reference(cardinality = OPTIONAL)
  private volatile Skills skills;

  @Reference(cardinality = OPTIONAL)
  private volatile Runner runner;

  @Reference(cardinality = OPTIONAL)
  private volatile Approvals approvals;

  @Reference(cardinality = OPTIONAL)
  private volatile Halt halt;

  @Reference(cardinality = OPTIONAL)
  private volatile AuditTrail audit;

  @Reference(cardinality = OPTIONAL)
  private volatile Events events;

  @Reference private volatile List<Metrics> metrics = List.of();

  @Reference(cardinality = OPTIONAL)
  private volatile Tokens tokens;

  @Reference(cardinality = OPTIONAL)
  private volatile Quarantine quarantine;

  /** Filled by Declarative Services. */
  @Activate
  public Core() {}

  Core(
      Forge forge,
      Skills skills,
      Runner runner,
      Approvals approvals,
      Halt halt,
      AuditTrail audit,
      Events events,
      Tokens tokens) {
    this.forge = forge;
    this.skills = skills;
    this.runner = runner;
    this.approvals = approvals;
    this.halt = halt;
    this.audit = audit;
    this.events = events;
    this.tokens = tokens;
  }

  /** Who makes skills. */
  Forge forge() {
    return present(forge);
  }

  /** Who knows them. */
  Skills skills() {
    return present(skills);
  }

  /** Who calls them. */
  Runner runner() {
    return present(runner);
  }

  /** Where a person decides. */
  Approvals approvals() {
    return present(approvals);
  }

  /** Who stops them all. */
  Halt halt() {
    return present(halt);
  }

  /** What has happened. */
  AuditTrail audit() {
    return present(audit);
  }

  /** What happens. */
  Events events() {
    return present(events);
  }

  /** Who counts; those that are there. */
  List<Metrics> metrics() {
    return metrics;
  }

  /** Who may call. */
  Tokens tokens() {
    return present(tokens);
  }

  /** Where versions are kept that would not end. */
  Quarantine quarantine() {
    return present(quarantine);
  }

  private <T> T present(T part) {
    if (part == null) throw starting();
    return part;
  }

  /**
   * Does nothing when every part is there.
   *
   * @throws ErrorAnswer 503 that names what is missing
   */
  void requireAll() {
    if (!missing().isEmpty()) throw starting();
  }

  private List<Problem> missing() {
    List<Problem> missing = new ArrayList<>();
    Json.object(
            "forge", forge,
            "skills", skills,
            "runner", runner,
            "approvals", approvals,
            "halt", halt,
            "audit", audit,
            "events", events,
            "tokens", tokens)
        .forEach(
            (name, part) -> {
              if (part == null) missing.add(new Problem(name, "is not there yet"));
            });
    return missing;
  }

  private ErrorAnswer starting() {
    return new ErrorAnswer(
        503,
        "starting",
        "The gateway is starting or stopping; try again, GET /readyz says when it is ready",
        missing(),
        Map.of("Retry-After", "1"));
  }
}
