// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.EventLines.Event;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens is told while it happens, to all who read, and to nobody's cost. */
@Timeout(120)
class EventsIT {

  @RegisterExtension
  static final ForgeFramework FORGE = ForgeFramework.ofProduct().with("FORGE_IDLE", "1");

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static EventLines follow() throws Exception {
    return EventLines.follow(FORGE.address());
  }

  @Test
  void anOrderIsToldStepByStep() throws Exception {
    try (EventLines events = follow()) {
      http().as("ada").createBody("stepwise", "return 1;").ok();
      List<Event> order = events.until(event -> event.is("ended", "stepwise"));
      assertThat(EventLines.words(order))
          .containsExactly(
              "ordered",
              "SPEC",
              "SOURCE",
              "CLASSES",
              "BUNDLE",
              "created",
              "activated",
              "STORE",
              "SERVICE",
              "ended");
      Object id = order.get(0).fact("order");
      assertThat(order).allSatisfy(event -> assertThat(event.fact("order")).isEqualTo(id));
      assertThat(order)
          .filteredOn(event -> event.word().equals("stage"))
          .allSatisfy(event -> assertThat((Double) event.fact("ms")).isPositive());
      assertThat(order.get(9).json()).containsEntry("outcome", "active");
      assertThat(order.get(6).json())
          .containsEntry("who", "ada")
          .containsEntry("door", "http")
          .containsEntry("version", "1.0.0")
          .containsKeys("sha256", "seq", "at");
    }
  }

  @Test
  void aRefusalIsToldToo() throws Exception {
    try (EventLines events = follow()) {
      http().createBody("refused_one", "return missing;");
      List<Event> order = events.until(event -> event.is("ended", "refused_one"));
      assertThat(EventLines.words(order))
          .containsExactly("ordered", "SPEC", "SOURCE", "refused", "ended");
      assertThat(order.get(4).json())
          .containsEntry("outcome", "refused")
          .containsEntry("stage", "CLASSES");
      http().create("name", "No Name");
      assertThat(EventLines.words(events.until(event -> event.word().equals("ended"))))
          .containsExactly("ordered", "refused", "ended");
    }
  }

  @Test
  void theLifeOfASkillIsTold() throws Exception {
    try (EventLines events = follow()) {
      http().createBody("living", "return 1;").ok();
      events.until(event -> event.is("parked", "living"));
      http().call("living").ok();
      events.until(event -> event.is("woken", "living"));
      http().createBody("living", "return 2;").ok();
      http().rollback("living", "1.0.0").ok();
      events.until(event -> event.is("rolled_back", "living"));
      http().trigger("living").ok();
      http().retire("living").ok();
      events.until(event -> event.is("retired", "living"));
      http().halt("an exercise").ok();
      http().resume().ok();
      http().hotReload(false).ok();
      http().createBody("waiting_one", "return 2;").ok();
      http().hotReload(true).ok();
      events.until(event -> event.word().equals("halted"));
      events.until(event -> event.word().equals("resumed"));
      events.until(event -> event.word().equals("switched"));
      events.until(event -> event.is("pending", "waiting_one"));
      events.until(event -> event.word().equals("switched"));
    }
  }

  @Test
  void aReaderGoesOnWhereItWas() throws Exception {
    String seen;
    try (EventLines events = follow()) {
      http().createBody("seen_first", "return 1;").ok();
      seen = events.until(event -> event.is("ended", "seen_first")).get(4).id();
    }
    http().createBody("seen_later", "return 1;").ok();
    try (EventLines events = EventLines.follow(FORGE.address(), seen)) {
      List<Event> missed = events.until(event -> event.is("ended", "seen_later"));
      assertThat(EventLines.words(missed))
          .containsSubsequence("created", "activated", "ended", "ordered", "SPEC", "ended");
      assertThat(missed.get(0).is("created", "seen_first")).isTrue();
    }
  }

  /**
   * After kill -9 the steps are gone, and that is told; what came to pass is told from the trail.
   */
  @Test
  void aReaderGoesOnAfterARestart(@TempDir Path data) throws Exception {
    String seen;
    try (ForgeProcess forge = ForgeProcess.start(data);
        EventLines events = EventLines.follow(forge.address())) {
      Caller http = new Caller(forge.client());
      http.createBody("before", "return 1;").ok();
      seen = events.until(event -> event.is("ended", "before")).get(9).id();
      http.createBody("meanwhile", "return 1;").ok();
      http.retire("before").ok();
      forge.kill();
    }
    try (ForgeProcess forge = ForgeProcess.start(data);
        EventLines events = EventLines.follow(forge.address(), seen)) {
      Caller http = new Caller(forge.client());
      http.createBody("afterwards", "return 1;").ok();
      List<Event> missed = events.until(event -> event.is("ended", "afterwards"));
      assertThat(EventLines.words(missed))
          .startsWith("gap", "created", "activated", "retired")
          .endsWith("STORE", "SERVICE", "ended");
      assertThat(missed.get(1).is("created", "meanwhile")).isTrue();
      assertThat(missed.get(3).is("retired", "before")).isTrue();
      assertThat(forge.stop()).isZero();
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void aReaderThatDoesNotReadIsCutOffAndNobodyElse() throws Exception {
    // That those of the tests before are gone is seen when something is written to them.
    await().atMost(40, SECONDS).until(() -> readers() == 0);
    try (EventLines quick = follow();
        Socket stalled = EventLines.send(FORGE.address(), "GET /api/v1/forge/events", "", "")) {
      await().atMost(10, SECONDS).until(() -> readers() == 2);
      int threads = Thread.activeCount();
      long unknown = 0;
      String name = "x".repeat(60);
      while (unknown++ % 50 != 0 || readers() == 2) {
        http().create("name", name + "!");
        quick.until(event -> event.word().equals("ended"));
      }
      assertThat(readers()).isEqualTo(1);
      assertThat(Thread.activeCount()).isLessThan(threads + 20);
      http().createBody("still_told", "return 1;").ok();
      quick.until(event -> event.is("ended", "still_told"));
      assertThat(stalled.isConnected()).isTrue();
    }
  }

  private static long readers() {
    return Metric.of(FORGE.client(), "forge_event_readers");
  }
}
