// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static forge.it.Caller.param;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.EventLines.Event;
import forge.testkit.ForgeFramework;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A create or a call tells how far it is, and then its answer. */
@Timeout(120)
class StreamIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  @Test
  void aCreateAsAStreamEndsWithItsAnswer() throws Exception {
    String spec = Caller.json(object("name", "streamed", "body", "return 1;"));
    try (EventLines events = EventLines.post(FORGE.address(), "/api/v1/forge/create", spec)) {
      List<Event> all = events.until(event -> event.word().equals("result"));
      assertThat(EventLines.words(all))
          .startsWith("ordered", "SPEC")
          .endsWith("SERVICE", "ended", "result");
      assertThat(all.get(all.size() - 1).json())
          .containsEntry("success", true)
          .containsEntry("version", "1.0.0");
      assertThat(events.next()).isEmpty();
    }
    assertThat(http().call("streamed").value()).isEqualTo(1L);
    String wrong = Caller.json(object("name", "streamed", "body", "return missing;"));
    try (EventLines events = EventLines.post(FORGE.address(), "/api/v1/forge/create", wrong)) {
      List<Event> all = events.until(event -> event.word().equals("error"));
      assertThat(all.get(all.size() - 1).json())
          .containsEntry("success", false)
          .containsEntry("stage", "CLASSES");
    }
  }

  @Test
  void aCallAsAStreamTellsItsProgress() throws Exception {
    String body =
        "for (int i = 0; i < n; i++) { context.progress(i / (double) n, \"step \" + i); }"
            + " return n;";
    http().createBody("progressing", body, param("n", "integer", true)).ok();
    try (EventLines events =
        EventLines.post(FORGE.address(), "/api/v1/skills/progressing", "{\"n\":4}")) {
      List<Event> all = events.until(event -> event.word().equals("result"));
      assertThat(all).hasSize(5);
      assertThat(all.get(2).json()).containsEntry("fraction", 0.5).containsEntry("note", "step 2");
      assertThat(all.get(4).data()).isEqualTo("4");
    }
    try (EventLines events = EventLines.post(FORGE.address(), "/api/v1/skills/progressing", "{}")) {
      assertThat(events.next().orElseThrow().json())
          .containsEntry("status", "error")
          .containsEntry("code", "bad_input");
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void aStreamedCallEndsByItsDeadlineAndByAHalt() throws Exception {
    try (Gate gate = new Gate()) {
      String body = "context.progress(0, \"begun\"); " + gate.statement() + "return 1;";
      http().create("name", "stuck", "body", body, "budget", object("wall_ms", 500)).ok();
      try (EventLines events = EventLines.post(FORGE.address(), "/api/v1/skills/stuck", "{}")) {
        List<Event> all = events.until(event -> event.word().equals("error"));
        assertThat(all.get(0).word()).isEqualTo("progress");
        assertThat(all.get(1).fact("code")).isEqualTo("timeout");
      }
    }
    try (Gate gate = new Gate()) {
      String body = "context.progress(0, \"begun\"); " + gate.statement() + "return 1;";
      http().createBody("to_be_halted", body).ok();
      try (EventLines events =
          EventLines.post(FORGE.address(), "/api/v1/skills/to_be_halted", "{}")) {
        gate.awaitArrival();
        http().halt("now").ok();
        List<Event> all = events.until(event -> event.word().equals("error"));
        assertThat(all.get(all.size() - 1).fact("code")).isEqualTo("halted");
      } finally {
        http().resume().ok();
      }
    }
  }

  /** Whoever orders and leaves gets what was ordered. */
  @Test
  void aClientThatLeavesBreaksNothing() throws Exception {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String name = "left_behind_" + i;
      names.add(name);
      String spec = Caller.json(object("name", name, "body", "return 1;"));
      try (EventLines events = EventLines.post(FORGE.address(), "/api/v1/forge/create", spec)) {
        Optional<Event> first = events.next();
        assertThat(first).isPresent();
      }
    }
    for (String name : names)
      await().atMost(30, SECONDS).until(() -> http().call(name).status() == 200);
    await().atMost(40, SECONDS).until(() -> Metric.of(FORGE.client(), "forge_event_readers") == 0);
  }

  /** A stream is no slow client, and neither is a skill that takes its time. */
  @Test
  void longStreamsAndLongCallsAreLetBe() throws Exception {
    http().createBody("takes_its_time", "Thread.sleep(16_000); return 1;").ok();
    try (EventLines events = EventLines.follow(FORGE.address());
        EventLines streamed =
            EventLines.post(FORGE.address(), "/api/v1/skills/takes_its_time", "{}")) {
      var plain = Caller.later(() -> http().call("takes_its_time"));
      var bare = Caller.later(() -> http().post("/api/v1/skills/takes_its_time"));
      assertThat(streamed.next().orElseThrow().word()).isEqualTo("result");
      assertThat(plain.get(30, SECONDS).ok().value()).isEqualTo(1L);
      assertThat(bare.get(30, SECONDS).ok().value()).isEqualTo(1L);
      http().createBody("after_a_while", "return 1;").ok();
      events.until(event -> event.is("ended", "after_a_while"));
      assertThat(events.heartbeats()).isPositive();
      assertThat(streamed.heartbeats()).isPositive();
    }
  }
}
