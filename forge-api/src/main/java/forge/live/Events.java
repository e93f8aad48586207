// SPDX-License-Identifier: Apache-2.0
package forge.live;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What happens here, told while it happens: each step of each order, and all that comes to pass
 * with skills and switches. Whoever tells never waits for who reads.
 */
@ProviderType
public interface Events {

  /**
   * One thing that happened.
   *
   * <p>What is known beside, by name: {@code order} (the order it is a step of), {@code skill},
   * {@code version}, {@code sha256}, {@code who}, {@code door}, {@code detail}, {@code stage},
   * {@code outcome}, {@code ms} (how long it took) and {@code seq} (its number in the audit trail).
   *
   * @param id what {@link Events#subscribe} goes on after; empty for {@link #GAP}
   * @param kind the word of a {@link ForgeEvent.Kind}, or one of the words below
   * @param at when
   * @param facts what is known beside, plain data by name
   */
  record Event(String id, String kind, Instant at, Map<String, Object> facts) {
    /** An order has come. */
    public static final String ORDERED = "ordered";

    /** An order has passed a stage. */
    public static final String STAGE = "stage";

    /** An order has ended, one way or another. */
    public static final String ENDED = "ended";

    /** A skill that was known only is up. */
    public static final String WOKEN = "woken";

    /** A skill that nobody called is taken down; the next call wakes it. */
    public static final String PARKED = "parked";

    /** A skill that should be up could not be brought up. */
    public static final String BROKEN = "broken";

    /** A skill has come with a bundle that nobody forged. */
    public static final String FOUND = "found";

    /** Such a skill has gone with its bundle. */
    public static final String LOST = "lost";

    /** Something happened here that is told no more. */
    public static final String GAP = "gap";

    /** Copies the facts. */
    public Event {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(at, "at");
      facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** One of the facts as text; empty when it is not known. */
    public String fact(String name) {
      return facts.get(name) instanceof String text ? text : "";
    }
  }

  /** Reads on, at its own pace, until it is closed or too far behind. Not for many threads. */
  interface Reader extends AutoCloseable {

    /**
     * The next event.
     *
     * @return empty when all is read for now, or for good
     */
    Optional<Event> next();

    /** Whether nothing will come any more: it was too slow, or the gateway stops. */
    boolean isEnded();

    /** Reads no more. */
    @Override
    void close();
  }

  /**
   * Reads from now on.
   *
   * @param news called, by one thread for all readers, when there may be something to read; must
   *     return at once
   */
  Reader subscribe(Runnable news);

  /**
   * Reads what came after an event. What is no longer held is told as {@link Event#GAP}, followed
   * by as much of it as the audit trail has.
   *
   * @param after the {@link Event#id()} of an event, also of one before the last start
   * @throws IllegalArgumentException when it is no such id
   */
  Reader subscribe(String after, Runnable news);
}
