// SPDX-License-Identifier: Apache-2.0
package forge.core.feed;

import forge.live.Events.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The newest events, numbered from 1. One buffer for all readers: each holds its place in it. */
final class Ring {

  private final Event[] held;
  private final String life;
  private long next = 1;
  private long trail;

  Ring(int size, String life, long trail) {
    this.held = new Event[size];
    this.life = life;
    this.trail = trail;
  }

  /** Adds what only this life knows of. */
  synchronized void add(String kind, Map<String, Object> facts) {
    put(kind, Instant.now(), facts);
  }

  /** Adds what is on the audit trail, too. */
  synchronized void add(long seq, String kind, Instant at, Map<String, Object> facts) {
    trail = seq;
    put(kind, at, facts);
  }

  private void put(String kind, Instant at, Map<String, Object> facts) {
    String id = new EventId(life, next, trail).toString();
    held[(int) (next++ % held.length)] = new Event(id, kind, at, facts);
  }

  /** The event of that number; empty when it is not there yet, or no more. */
  synchronized Optional<Event> get(long number) {
    return number < next && number >= oldest()
        ? Optional.of(held[(int) (number % held.length)])
        : Optional.empty();
  }

  /** The number that the next event gets. */
  synchronized long next() {
    return next;
  }

  /** The least number that is held. */
  synchronized long oldest() {
    return Math.max(1, next - held.length);
  }
}
