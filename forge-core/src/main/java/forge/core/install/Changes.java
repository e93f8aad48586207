// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.api.SkillName;
import forge.core.audit.AuditLog;
import forge.core.audit.AuditLog.Told;
import forge.core.history.GitHistory;
import forge.core.install.Acceptance.By;
import forge.core.install.Beside.Begun;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.store.StoredSkill.Version;
import forge.live.ForgeEvent.Kind;
import forge.make.Rejected;
import forge.make.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes durable: the trail and the state go to the disk side by side, and a change has come
 * to pass when both are there. The state names its event, so the next start sees which of the two a
 * loss of power left alone.
 */
final class Changes {

  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

  /** How far the clock of the file system may be behind. */
  private static final Duration CLOCK = Duration.ofSeconds(10);

  private final SkillStore store;
  private final AuditLog audit;
  private final GitHistory history;
  private final Beside beside;

  Changes(SkillStore store, AuditLog audit, GitHistory history, Beside beside) {
    this.store = store;
    this.audit = audit;
    this.history = history;
    this.beside = beside;
  }

  /**
   * A change of one skill that is to be.
   *
   * @param kinds what is told of it, in order
   * @param detail what else is told; may be empty
   * @param state what is known of the skill then
   */
  record Change(List<Kind> kinds, Version version, By by, String detail, StoredSkill state) {

    SkillName name() {
      return state.name();
    }

    private Kind last() {
      return kinds.get(kinds.size() - 1);
    }

    private List<Told> told() {
      return kinds.stream()
          .map(
              kind ->
                  new Told(
                      kind,
                      name().value(),
                      version.number(),
                      version.sha256(),
                      by.author(),
                      by.door(),
                      detail,
                      by.order()))
          .toList();
    }
  }

  /**
   * The trail and the state, side by side; gives what brings the files for people up to date, and
   * the history, which may follow by moments.
   */
  Runnable make(Change change) {
    List<Told> told = change.told();
    AtomicReference<Begun<Void>> keeping = new AtomicReference<>();
    long event = tell(told, change.state, keeping);
    try {
      keeping.get().await();
    } catch (Rejected e) {
      undone(told.get(told.size() - 1), e.getMessage());
      throw e;
    }
    return () ->
        history.changed(change.name(), change.last(), change.version, change.by.author(), event);
  }

  /** Tells, and begins to keep the state as soon as that is written; takes that back on failure. */
  private long tell(List<Told> told, StoredSkill state, AtomicReference<Begun<Void>> keeping) {
    try {
      return audit.append(told, event -> keeping.set(beside.begin(() -> keep(state, event))));
    } catch (IOException e) {
      LOG.error("The audit trail cannot be written", e);
      Optional.ofNullable(keeping.get()).ifPresent(begun -> takeBack(begun, state.name()));
      throw Rejected.because(
          Stage.STORE,
          "audit.unwritable",
          "",
          "the audit trail cannot be written ("
              + e.getClass().getSimpleName()
              + "); free space or mend the rights of the data folder, then try again");
    }
  }

  private Void keep(StoredSkill state, long event) {
    store.keep(state, event);
    return null;
  }

  private void takeBack(Begun<Void> begun, SkillName name) {
    try {
      begun.await();
    } catch (Rejected neverKept) {
      return;
    }
    store.takeBack(name);
  }

  private void undone(Told last, String why) {
    try {
      audit.append(
          List.of(
              new Told(
                  Kind.UNDONE,
                  last.skill(),
                  last.version(),
                  last.sha256(),
                  last.who(),
                  last.door(),
                  why,
                  last.order())));
    } catch (IOException e) {
      LOG.error("The audit trail cannot be written", e);
    }
  }

  /** Tells that an order was refused; that it was refused does not depend on it. */
  void refused(String skill, By by, String why) {
    try {
      audit.append(
          List.of(new Told(Kind.REFUSED, skill, "", "", by.author(), by.door(), why, by.order())));
    } catch (IOException e) {
      LOG.error("A refusal of {} could not be written to the audit trail", skill, e);
    }
  }

  /** Tells that a switch was set. */
  void switched(String what, By by) {
    try {
      audit.append(List.of(Told.of(Kind.SWITCHED, "", by.author(), by.door(), what)));
    } catch (IOException e) {
      LOG.error("'{}' could not be written to the audit trail", what, e);
    }
  }

  /**
   * Tells what was kept and is not in the trail: the power was lost when one of the two was on the
   * disk. Only records as new as the trail's end are looked at.
   */
  private void tellUntold() {
    Instant end = audit.lastAt().minus(CLOCK);
    for (SkillName name : store.changedSince(end))
      if (store.event(name) > audit.lastSeq()) store.find(name).ifPresent(this::tellNow);
  }

  private void tellNow(StoredSkill state) {
    LOG.warn("The trail ended before what was kept of {}: told only now", state.name());
    Kind kind =
        switch (state.state()) {
          case LIVE -> Kind.ACTIVATED;
          case AWAITING_APPROVAL -> Kind.AWAITING_APPROVAL;
          case PENDING -> Kind.PENDING;
          default -> Kind.RETIRED;
        };
    Version version = state.current().or(state::retired).orElseThrow();
    By by = new By(version.door(), version.author());
    make(new Change(List.of(kind), version, by, "told at the start after", state)).run();
  }

  /** Compares what the trail told last with what is, and tells what did not come to pass. */
  void reconcile() {
    tellUntold();
    for (forge.live.ForgeEvent event : audit.lastOfEachSkill()) {
      SkillName name = new SkillName(event.skill());
      history.refresh(name);
      Optional<String> is =
          switch (event.kind()) {
            case ACTIVATED, ROLLED_BACK -> live(name).map(Version::number);
            case PENDING, AWAITING_APPROVAL -> pending(name).map(Version::number);
            default -> Optional.of(event.version());
          };
      boolean came =
          event.kind() == Kind.RETIRED
              ? live(name).isEmpty()
              : is.equals(Optional.of(event.version()));
      if (!came && store.damage(name).isEmpty())
        undone(
            new Told(
                event.kind(),
                event.skill(),
                event.version(),
                event.sha256(),
                event.who(),
                event.door(),
                ""),
            "the gateway ended before " + event.kind().word() + " came to pass");
    }
    history.catchUp();
  }

  private Optional<Version> live(SkillName name) {
    return store.find(name).flatMap(StoredSkill::live);
  }

  private Optional<Version> pending(SkillName name) {
    return store.find(name).flatMap(StoredSkill::pending);
  }
}
