// SPDX-License-Identifier: Apache-2.0
package forge.core.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.core.audit.AuditLog;
import forge.core.audit.AuditLog.Told;
import forge.core.audit.Trails;
import forge.live.Events.Event;
import forge.live.Events.Reader;
import forge.live.ForgeEvent.Kind;
import forge.make.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FeedTest {

  private static final int HELD = 16;
  private static final Runnable NOBODY = () -> {};

  @TempDir Path folder;
  private AuditLog audit;
  private Feed feed;

  @BeforeEach
  void open() throws IOException {
    audit = Trails.in(folder);
    feed = new Feed(audit, HELD);
  }

  @AfterEach
  void close() {
    feed.close();
  }

  private void parked(String... skills) {
    for (String skill : skills) feed.happened(Event.PARKED, skill, "1.0.0", "");
  }

  private void activated(String skill) throws IOException {
    audit.append(
        List.of(
            new Told(Kind.CREATED, skill, "1.0.0", "ab", "ada", "http", "", "order-1"),
            new Told(Kind.ACTIVATED, skill, "1.0.0", "ab", "ada", "http", "", "order-1")));
  }

  private static List<Event> all(Reader reader) {
    List<Event> events = new ArrayList<>();
    for (Optional<Event> next = reader.next(); next.isPresent(); next = reader.next())
      events.add(next.get());
    return events;
  }

  private static List<String> told(Reader reader) {
    return all(reader).stream().map(event -> event.kind() + " " + event.fact("skill")).toList();
  }

  @Test
  void aReaderGetsWhatHappensFromNowOn() throws IOException {
    parked("before");
    Reader reader = feed.subscribe(NOBODY);
    assertThat(reader.next()).isEmpty();
    parked("one");
    activated("two");
    feed.passed("order-1", "two", Stage.SERVICE, 1_500_000);
    List<Event> events = all(reader);
    assertThat(events)
        .extracting(Event::kind)
        .containsExactly("parked", "created", "activated", "stage");
    assertThat(events.get(1).facts())
        .containsEntry("seq", 1L)
        .containsEntry("order", "order-1")
        .containsEntry("who", "ada")
        .doesNotContainKey("detail");
    assertThat(events.get(3).facts()).containsEntry("stage", "SERVICE").containsEntry("ms", 1.5);
  }

  @Test
  void aReaderGoesOnAfterAnyEventThatIsHeld() throws IOException {
    Reader first = feed.subscribe(NOBODY);
    parked("a", "b");
    activated("c");
    parked("d");
    List<Event> events = all(first);
    for (int i = 0; i < events.size(); i++)
      assertThat(all(feed.subscribe(events.get(i).id(), NOBODY)))
          .isEqualTo(events.subList(i + 1, events.size()));
  }

  @Test
  void whatIsHeldNoMoreIsToldAsAGapWithWhatTheTrailHas() throws IOException {
    Reader first = feed.subscribe(NOBODY);
    parked("a");
    String id = first.next().orElseThrow().id();
    activated("b");
    for (int i = 0; i < HELD; i++) parked("p" + i);
    Reader reader = feed.subscribe(id, NOBODY);
    Event gap = reader.next().orElseThrow();
    assertThat(gap.kind()).isEqualTo(Event.GAP);
    assertThat(gap.id()).isEmpty();
    List<String> rest = told(reader);
    assertThat(rest).hasSize(2 + HELD).startsWith("created b", "activated b", "parked p0");
    assertThat(rest).endsWith("parked p15");
  }

  @Test
  void anIdOfAnEarlierLifeGoesOnWithTheTrail() throws IOException {
    activated("a");
    Reader first = feed.subscribe(NOBODY);
    activated("b");
    String id = all(first).get(0).id();
    activated("c");
    feed.close();
    audit = Trails.in(folder);
    activated("before_the_feed");
    feed = new Feed(audit, HELD);
    activated("d");
    parked("e");
    Reader reader = feed.subscribe(id, NOBODY);
    assertThat(told(reader))
        .containsExactly(
            "gap ",
            "activated b",
            "created c",
            "activated c",
            "created before_the_feed",
            "activated before_the_feed",
            "created d",
            "activated d",
            "parked e");
  }

  /** A client that leaves in the middle of what the trail tells goes on from there. */
  @Test
  void whatTheTrailTellsHasIdsToGoOnAfter() throws IOException {
    feed.close();
    for (String skill : List.of("a", "b", "c")) activated(skill);
    feed = new Feed(audit, HELD);
    Reader reader = feed.subscribe("0.0.0", NOBODY);
    reader.next();
    String second = all(reader).get(1).id();
    assertThat(told(feed.subscribe(second, NOBODY)))
        .containsExactly("gap ", "created b", "activated b", "created c", "activated c");
  }

  @Test
  void whatIsTooMuchOfTheTrailIsToldToBeElsewhere() throws IOException {
    feed.close();
    for (int i = 0; i < 600; i++) activated("s" + i);
    feed = new Feed(audit, HELD);
    List<Event> events = all(feed.subscribe("0.0.0", NOBODY));
    assertThat(events).hasSize(1 + 1_000 + 1);
    assertThat(events.get(1_001).kind()).isEqualTo(Event.GAP);
    assertThat(events.get(1_001).fact("detail")).endsWith("/api/v1/forge/audit?after=1000");
  }

  @Test
  void anIdOfTheFutureIsAGap() {
    assertThat(told(feed.subscribe("zzz.5.99", NOBODY))).containsExactly("gap ");
  }

  @Test
  void whatIsNoIdIsRefused() {
    for (String text :
        List.of("", "1", "a.b.c", "a.1", "a.1.1.1", "A.1.1", "a.-1.1", "9".repeat(99)))
      assertThatThrownBy(() -> feed.subscribe(text, NOBODY))
          .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aReaderThatIsTooSlowIsCutOffAndNobodyElse() {
    Reader slow = feed.subscribe(NOBODY);
    Reader quick = feed.subscribe(NOBODY);
    for (int i = 0; i <= HELD; i++) {
      parked("p" + i);
      assertThat(quick.next()).isPresent();
    }
    assertThat(slow.isEnded()).isTrue();
    assertThat(slow.next()).isEmpty();
    assertThat(quick.isEnded()).isFalse();
  }

  @Test
  void nobodyWaitsForAReaderThatDoesNotReturn() throws InterruptedException {
    var stuck = new CountDownLatch(1);
    var arrived = new CountDownLatch(1);
    feed.subscribe(
        () -> {
          arrived.countDown();
          try {
            stuck.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    parked("a");
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 10_000; i++) parked("more");
    stuck.countDown();
  }

  @Test
  void aReaderThatFailsIsClosedAndTheOthersAreWoken() throws InterruptedException {
    Reader failing =
        feed.subscribe(
            () -> {
              throw new IllegalStateException("a reader's bug");
            });
    var woken = new Semaphore(0);
    feed.subscribe(woken::release);
    parked("a");
    assertThat(woken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    parked("b");
    assertThat(woken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    assertThat(failing.isEnded()).isTrue();
  }

  @Test
  void aStopEndsAllReaders() {
    Reader reader = feed.subscribe(NOBODY);
    parked("a");
    feed.close();
    assertThat(reader.isEnded()).isTrue();
    assertThat(feed.subscribe(NOBODY).isEnded()).isTrue();
  }
}
