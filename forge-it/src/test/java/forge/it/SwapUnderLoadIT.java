// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No change of a skill fails a call: not a new version, not a trigger, not the way back, and a
 * retired skill is missed only between the two answers. A call ends on the version it began with.
 */
class SwapUnderLoadIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final int ROUNDS = 3;

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static List<Caller> clients(int count) {
    return Stream.generate(() -> http().as("client")).limit(count).toList();
  }

  /** The ways in which the version in service changes. */
  enum Way {
    CREATE,
    TRIGGER,
    ROLLBACK,
    RETIRE
  }

  /** Makes the changes of one skill, and says in the timeline what it answers after each. */
  private record Changes(String skill, String before, Timeline timeline) {

    String body(long value) {
      return before + "return " + value + "L;";
    }

    void create(long value) {
      timeline.change(value, () -> http().createBody(skill, body(value)).ok());
    }

    void trigger(long from, long to) {
      edit(skill, "return " + from + "L;", "return " + to + "L;");
      timeline.change(to, () -> http().trigger(skill).ok());
    }

    void rollback(String version, long value) {
      timeline.change(value, () -> http().rollback(skill, version).ok());
    }

    void retire() {
      timeline.change(Timeline.GONE, () -> http().retire(skill).ok());
    }

    /** Each way once; in service before: the value, of version 1.0.0. */
    void round(long value, long number) {
      create(number);
      trigger(number, number + 1);
      rollback("1.0.0", value);
      retire();
      create(number + 2);
      rollback("1.0.0", value);
    }
  }

  private static void edit(String skill, String from, String to) {
    try {
      Path file = FORGE.data().resolve((String) http().skill(skill).get("file_path"));
      String text = Files.readString(file);
      assertThat(text).contains(from);
      Files.writeString(file, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoThousandCallsASecondMissNothing() throws Exception {
    Changes changes = new Changes("busy", "", new Timeline());
    Traffic traffic = underWay(changes, 2_000, 8_000, 0);
    System.out.println("Swap under load: " + traffic.figures());
    assertThat(traffic.faults()).isEmpty();
  }

  @Test
  void slowCallsEndOnTheVersionTheyBeganWith() throws Exception {
    Changes changes = new Changes("slow", "Thread.sleep(300);\n", new Timeline());
    Traffic traffic = underWay(changes, 50, 200, 300);
    System.out.println("Swap of a slow skill: " + traffic.figures());
    assertThat(traffic.faults()).isEmpty();
    try (ServiceCount services = new ServiceCount(FORGE.bundleContext(), "slow")) {
      await().until(() -> services.now() == 1);
    }
  }

  private static Traffic underWay(Changes changes, int perSecond, int least, long bodyMillis)
      throws InterruptedException {
    changes.create(-1);
    Traffic traffic =
        new Traffic(clients(4), changes.skill(), perSecond, changes.timeline(), bodyMillis);
    try (traffic) {
      for (int round = 0; round < ROUNDS || traffic.calls() < least; round++)
        changes.round(-1, 10L * round);
      long calls = traffic.calls();
      await().until(() -> traffic.calls() > calls + 100);
    }
    assertThat(traffic.calls()).isGreaterThan(least);
    return traffic;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aCallInFlightEndsAsItBeganWhileOthersGetTheNewVersion(Way way) throws Exception {
    String skill = "pinned_" + way.name().toLowerCase();
    Timeline timeline = new Timeline();
    new Changes(skill, "", timeline).create(1);
    try (Gate gate = new Gate();
        ServiceCount services = new ServiceCount(FORGE.bundleContext(), skill)) {
      Changes gated = new Changes(skill, gate.statement(), timeline);
      gated.create(2);
      CompletableFuture<Reply> inFlight = Caller.later(() -> http().call(skill));
      gate.awaitArrival();
      Object now = change(gated, way);
      Reply other = http().call(skill);
      assertThat(other.status() == 404 ? Timeline.GONE : other.value()).isEqualTo(now);
      assertThat(inFlight).isNotDone();
      assertThat(services.now()).as("both are up").isEqualTo(now == Timeline.GONE ? 1 : 2);
      gate.open();
      assertThat(inFlight.get(30, TimeUnit.SECONDS).ok().value()).isEqualTo(2L);
      await().until(() -> services.now() == (now == Timeline.GONE ? 0 : 1));
    }
  }

  /** Changes version 1.0.1, which answers 2 after the gate; gives what is answered then. */
  private static Object change(Changes gated, Way way) {
    switch (way) {
      case CREATE -> new Changes(gated.skill(), "", gated.timeline()).create(3);
      case TRIGGER -> {
        edit(gated.skill(), gated.before().strip(), "");
        gated.trigger(2, 3);
      }
      case ROLLBACK -> gated.rollback("1.0.0", 1);
      case RETIRE -> gated.retire();
    }
    return way == Way.RETIRE ? Timeline.GONE : way == Way.ROLLBACK ? (Object) 1L : (Object) 3L;
  }

  @Test
  void aCallThatDoesNotEndIsEndedAtItsDeadlineAndToldSo() throws Exception {
    try (Gate gate = new Gate();
        ServiceCount services = new ServiceCount(FORGE.bundleContext(), "endless")) {

      http()
          .create(
              "name",
              "endless",
              "body",
              gate.statement() + "return 1;",
              "budget",
              object("wall_ms", 1_500))
          .ok();
      CompletableFuture<Reply> inFlight = Caller.later(() -> http().call("endless"));
      gate.awaitArrival();
      http().createBody("endless", "return 2;").ok();
      Reply ended = inFlight.get(30, TimeUnit.SECONDS);
      assertThat(ended.status()).as(ended.text()).isEqualTo(504);
      assertThat(ended.field("code")).isEqualTo("timeout");
      assertThat(ended.message()).contains("1500 ms");
      assertThat(http().call("endless").value()).isEqualTo(2L);
      await().until(() -> services.now() == 1);
    }
  }
}
