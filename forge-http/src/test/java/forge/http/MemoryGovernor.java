// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import forge.live.Approvals;
import forge.live.AuditTrail;
import forge.live.ForgeEvent;
import forge.live.Halt;
import forge.make.Rejected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Approvals, halt and audit trail that remember what they are told, and nothing else. */
final class MemoryGovernor implements Approvals, Halt, AuditTrail {

  final Map<String, Approval> waiting = new LinkedHashMap<>();
  final List<String> askedBy = new ArrayList<>();
  final List<ForgeEvent> events = new ArrayList<>();
  Verdict verdict = new Verdict(3, Optional.empty(), "");
  Decision approved = Decision.ACTIVE;
  Optional<Rejected> fault = Optional.empty();
  private Optional<Halt.Order> order = Optional.empty();

  /** A version that waits under this digest. */
  void await(String digest, String skill) {
    waiting.put(
        digest,
        new Approval(
            digest,
            new SkillName(skill),
            "1.0.1",
            "1.0.0",
            "ada",
            "mcp",
            MemoryCore.SINCE,
            MemoryCore.SINCE.plusSeconds(60),
            List.of(),
            "--- spec\n+++ spec\n"));
  }

  /** So many events, numbered from 1. */
  void happened(int count) {
    for (int i = 1; i <= count; i++)
      events.add(
          new ForgeEvent(
              i,
              MemoryCore.SINCE,
              ForgeEvent.Kind.ROLLED_BACK,
              "demo",
              "1.0.0",
              MemoryCore.SHA,
              "ada",
              "http",
              "why \"not\"",
              "0".repeat(64),
              "f".repeat(64)));
  }

  @Override
  public synchronized List<Approval> waiting() {
    return List.copyOf(waiting.values());
  }

  @Override
  public synchronized Decision decide(
      String digest, boolean approve, String door, String author, String reason) {
    askedBy.add(door + " " + author + " " + approve + " " + reason);
    if (!waiting.containsKey(digest)) return Decision.UNKNOWN;
    if (approve) fault.ifPresent(MemoryCore::fail);
    waiting.remove(digest);
    return approve || approved == Decision.EXPIRED ? approved : Decision.REJECTED;
  }

  @Override
  public synchronized Optional<Halt.Order> inForce() {
    return order;
  }

  @Override
  public synchronized int halt(String reason, String door, String author) {
    askedBy.add(door + " " + author + " " + reason);
    if (order.isPresent()) return 0;
    order = Optional.of(new Halt.Order(reason, author, MemoryCore.SINCE));
    fault.ifPresent(MemoryCore::fail);
    return 3;
  }

  @Override
  public synchronized boolean resume(String door, String author) {
    askedBy.add(door + " " + author);
    boolean was = order.isPresent();
    order = Optional.empty();
    fault.ifPresent(MemoryCore::fail);
    return was;
  }

  @Override
  public synchronized List<ForgeEvent> read(long after, int limit) {
    return events.stream().filter(event -> event.seq() > after).limit(limit).toList();
  }

  @Override
  public synchronized Verdict verify() {
    return verdict;
  }
}
