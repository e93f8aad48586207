// SPDX-License-Identifier: Apache-2.0
package forge.core.feed;

import forge.core.audit.AuditLog;
import forge.live.Events;
import forge.live.ForgeEvent;
import forge.live.ForgeReport;
import forge.make.Stage;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what happens to whoever reads. To tell is to write into a ring, which never waits; a thread
 * of its own wakes the readers. A reader that the ring overtakes is cut off, and nobody else feels
 * it.
 */
@Component(
    service = {Feed.class, Events.class},
    immediate = true)
public final class Feed implements Events {

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  /** Some minutes of a busy gateway. */
  private static final int HELD = 4_096;

  /** How much of the audit trail a reader is told at once; for more there is the trail itself. */
  private static final int MOST_OF_TRAIL = 1_000;

  private static final String MISSED =
      "What happened since is held no more, but for what the audit trail has: that follows.";

  private final AuditLog audit;
  private final String life;
  private final Ring ring;
  private final Tally tally = new Tally();
  private final Set<Cursor> readers = ConcurrentHashMap.newKeySet();
  private final Semaphore news = new Semaphore(0);
  private final Thread waker = new Thread(this::wake, "forge-events");
  private volatile boolean stopped;

  /** Tells from now on, all that the audit trail is told among it. */
  @Activate
  public Feed(@Reference AuditLog audit) {
    this(audit, HELD);
  }

  Feed(AuditLog audit, int held) {
    this.audit = audit;
    life = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    ring = new Ring(held, life, audit.lastSeq());
    audit.listen(this::audited);
    waker.setDaemon(true);
    waker.start();
  }

  @Deactivate
  void close() {
    audit.listen((seq, at, told) -> {});
    stopped = true;
    news.release();
  }

  /** What was counted of all that was told. */
  public Tally tally() {
    return tally;
  }

  private void audited(long seq, Instant at, AuditLog.Told told) {
    tally.happened(told.kind().word());
    ring.add(
        seq,
        told.kind().word(),
        at,
        facts(
            "order", told.order(),
            "skill", told.skill(),
            "version", told.version(),
            "sha256", told.sha256(),
            "who", told.who(),
            "door", told.door(),
            "detail", told.detail(),
            "seq", seq));
    wakeReaders();
  }

  /** An order has come; what it is about may not be known yet. */
  public void ordered(String order, String skill, String who, String door, String detail) {
    tell(
        Event.ORDERED,
        facts("order", order, "skill", skill, "who", who, "door", door, "detail", detail));
  }

  /** An order has passed a stage. */
  public void passed(String order, String skill, Stage stage, long nanos) {
    tally.passed(stage, nanos);
    tell(
        Event.STAGE,
        facts("order", order, "skill", skill, "stage", stage.name(), "ms", millis(nanos)));
  }

  /** An order has ended, with what was told of it. */
  public void ended(String order, ForgeReport report, long nanos) {
    tally.ended(report.outcome(), report.refusedAt());
    tell(
        Event.ENDED,
        facts(
            "order", order,
            "skill", report.name().value(),
            "version", report.version(),
            "sha256", report.sha256(),
            "outcome", report.outcome().word(),
            "stage", report.refusedAt().map(Stage::name).orElse(""),
            "ms", millis(nanos)));
  }

  /** An order has ended before anybody knew what it was about. */
  public void unread(String order, String detail) {
    tally.ended(ForgeReport.Outcome.REFUSED, Optional.of(Stage.SPEC));
    tell(
        Event.ENDED,
        facts(
            "order",
            order,
            "outcome",
            ForgeReport.Outcome.REFUSED.word(),
            "stage",
            Stage.SPEC.name(),
            "detail",
            detail));
  }

  /** Something has come to pass with a skill. */
  public void happened(String kind, String skill, String version, String detail) {
    tally.happened(kind);
    tell(kind, facts("skill", skill, "version", version, "detail", detail));
  }

  private void tell(String kind, Map<String, Object> facts) {
    ring.add(kind, facts);
    wakeReaders();
  }

  /** To wake a thread takes longer than to tell, and most of the time nobody reads. */
  private void wakeReaders() {
    if (!readers.isEmpty()) news.release();
  }

  private static double millis(long nanos) {
    return Math.round(nanos / 1_000.0) / 1_000.0;
  }

  /** What is empty is not known. */
  private static Map<String, Object> facts(Object... namesAndValues) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2)
      if (!"".equals(namesAndValues[i + 1]))
        facts.put((String) namesAndValues[i], namesAndValues[i + 1]);
    return facts;
  }

  private void wake() {
    while (!stopped) {
      news.acquireUninterruptibly();
      news.drainPermits();
      for (Cursor reader : readers) wake(reader);
    }
  }

  private static void wake(Cursor reader) {
    try {
      reader.news().run();
    } catch (RuntimeException e) {
      LOG.warn("A reader of the events failed and is cut off", e);
      reader.close();
    }
  }

  @Override
  public Reader subscribe(Runnable news) {
    return reader(ring.next(), new ArrayDeque<>(), news);
  }

  @Override
  public Reader subscribe(String after, Runnable news) {
    EventId id = EventId.read(after);
    long number = id.number() + 1;
    boolean held = id.life().equals(life) && number >= ring.oldest() && number <= ring.next();
    return held ? reader(number, new ArrayDeque<>(), news) : caughtUp(id.trail(), news);
  }

  /** Tells that there is a gap, fills it from the trail, and goes on with what is held. */
  private Reader caughtUp(long trail, Runnable news) {
    long oldest = ring.oldest();
    long until = ring.get(oldest).map(event -> seqBefore(event)).orElseGet(audit::lastSeq);
    Deque<Event> first = new ArrayDeque<>();
    first.add(gap(MISSED));
    List<ForgeEvent> trailed = until > trail ? audit.read(trail, MOST_OF_TRAIL + 1) : List.of();
    for (ForgeEvent event : trailed) {
      if (event.seq() > until) break;
      if (first.size() > MOST_OF_TRAIL) {
        first.add(gap("There is more: GET /api/v1/forge/audit?after=" + (event.seq() - 1)));
        break;
      }
      first.add(told(event));
    }
    return reader(oldest, first, news);
  }

  /** How far the trail had come before that event. */
  private static long seqBefore(Event event) {
    long trail = EventId.read(event.id()).trail();
    return event.facts().containsKey("seq") ? trail - 1 : trail;
  }

  private static Event gap(String detail) {
    return new Event("", Event.GAP, Instant.now(), facts("detail", detail));
  }

  private static Event told(ForgeEvent event) {
    return new Event(
        new EventId(EventId.NO_LIFE, 0, event.seq()).toString(),
        event.kind().word(),
        event.at(),
        facts(
            "skill", event.skill(),
            "version", event.version(),
            "sha256", event.sha256(),
            "who", event.who(),
            "door", event.door(),
            "detail", event.detail(),
            "seq", event.seq()));
  }

  private Reader reader(long from, Deque<Event> first, Runnable news) {
    Cursor reader = new Cursor(ring, from, first, news, () -> stopped, readers::remove);
    readers.add(reader);
    // What was told between its place was taken and now woke nobody.
    this.news.release();
    if (stopped) reader.close();
    return reader;
  }
}
