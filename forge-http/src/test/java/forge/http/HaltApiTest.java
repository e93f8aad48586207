// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.http.Door.Reply;
import forge.live.Halt;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaltApiTest {

  private static final String HALT = "/api/v1/forge/halt";
  private static final String RESUME = "/api/v1/forge/resume";

  @RegisterExtension final Door door = new Door();

  @Test
  void haltsAndResumes() {
    assertThat(door.post(HALT, "{\"reason\":\"it is \\\"on\\\" fire\"}", "X-Forge-Author", "ada"))
        .extracting(Reply::text)
        .isEqualTo(
            "{\"status\":\"ok\",\"halted\":true,\"reason\":\"it is \\\"on\\\" fire\","
                + "\"ended_calls\":3,\"message\":\"Every skill is halted, and 3 calls in flight were"
                + " ended. POST /api/v1/forge/resume brings them back.\"}");
    assertThat(door.get("/v1/status").json()).containsEntry("halted", true);
    assertThat(door.post(RESUME, "{}", "X-Forge-Author", "bob").text())
        .isEqualTo(
            "{\"status\":\"ok\",\"halted\":false,"
                + "\"message\":\"The halt is lifted. Every skill is back as it was.\"}");
    assertThat(door.get("/v1/status").json()).containsEntry("halted", false);
    assertThat(door.governor.askedBy).containsExactly("http ada it is \"on\" fire", "http bob");
  }

  @Test
  void leavesTheHaltThatIsInForce() {
    door.governor.halt("the first", "test", "ada");
    Reply again = door.post(HALT, "{\"reason\":\"the second\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text())
        .isEqualTo(
            "{\"status\":\"ok\",\"halted\":true,\"reason\":\"the first\",\"ended_calls\":0,"
                + "\"message\":\"Every skill is halted already, by ada since 2024-02-12T16:00:00Z."
                + " POST /api/v1/forge/resume brings them back.\"}");
  }

  @Test
  void resumesWithoutAHalt() {
    Reply reply = door.post(RESUME, "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"ok\",\"halted\":false,"
                + "\"message\":\"No halt was in force; nothing has changed.\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | reason",
        "{} | reason",
        "{\"reason\":null} | reason",
        "{\"reason\":\"\"} | reason",
        "{\"reason\":\" \\n\"} | reason",
        "{\"reason\":7} | reason",
        "{\"reason\":\"fire\",\"by\":\"ada\"} | by",
        "\"fire\" | body"
      })
  void wantsAReasonAndNoMore(String body, String field) {
    Reply reply = door.post(HALT, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("bad_request");
    assertThat(reply.text()).contains("\"errors\":[{\"path\":\"" + field + "\",");
    assertThat(door.governor.inForce()).isEmpty();
  }

  @Test
  void saysHowLongAReasonMayBe() {
    assertThat(door.post(HALT, "").message())
        .isEqualTo("'reason' is required: a text of at most 1000 characters");
    assertThat(door.post(HALT, "{\"reason\":\"" + "x".repeat(1001) + "\"}").message())
        .isEqualTo("'reason' must be at most 1000 characters, got 1001");
    assertThat(door.governor.inForce()).isEmpty();
    String longest = "𝄞".repeat(1000);
    assertThat(door.post(HALT, "{\"reason\":\"" + longest + "\"}").json())
        .containsEntry("reason", longest);
  }

  @Test
  void resumesByNothingElse() {
    door.governor.halt("fire", "test", "test");
    assertThat(door.post(RESUME, "{\"reason\":\"rain\"}").status()).isEqualTo(400);
    assertThat(door.governor.inForce()).isPresent();
  }

  @Test
  void saysThatADiskDoesNotKnowIt() {
    door.governor.fault =
        Optional.of(Rejected.because(Stage.STORE, "store.unwritable", "", "free space"));
    for (String path : new String[] {HALT, RESUME}) {
      Reply reply = door.post(path, path.equals(HALT) ? "{\"reason\":\"fire\"}" : "{}");
      assertThat(reply.status()).isEqualTo(507);
      assertThat(reply.code()).isEqualTo("store_unwritable");
      assertThat(reply.message())
          .isEqualTo("It is in force, but a restart would forget it: free space");
    }
  }

  @Test
  void logsWhoAndWhyInOneLine() {
    try (var log = new Log("forge.http.HaltApi")) {
      door.post(HALT, "{\"reason\":\"fire\\nfaked line\"}");
      door.post(HALT, "{\"reason\":\"again\"}");
      door.post(RESUME, "{}");
      door.post(RESUME, "{}");
      assertThat(log.lines())
          .containsExactly(
              "halted by anonymous, 3 calls ended: fire faked line", "resumed by anonymous");
    }
    assertThat(door.governor.inForce()).map(Halt.Order::reason).isEmpty();
  }
}
