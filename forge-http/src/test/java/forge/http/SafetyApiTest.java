// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.http.Door.Reply;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetyApiTest {

  private static final String SAFETY = "/api/v1/forge/safety";
  private static final String STATUS = "/api/v1/forge/safety-status";

  @RegisterExtension final Door door = new Door();

  @Test
  void tellsAndTurnsTheSwitch() {
    assertThat(door.get(STATUS).text())
        .isEqualTo("{\"safety_enabled\":false,\"mode\":\"AUTONOMOUS\"}");
    assertThat(door.post(SAFETY, "{\"enabled\":true}").text())
        .isEqualTo(
            "{\"status\":\"ok\",\"safety_enabled\":true,\"mode\":\"HITL\","
                + "\"message\":\"Forge safety governor set to HITL\"}");
    assertThat(door.get(STATUS).text()).isEqualTo("{\"safety_enabled\":true,\"mode\":\"HITL\"}");
    assertThat(door.post(SAFETY, "{\"enabled\":false}", "X-Forge-Author", "ada").text())
        .isEqualTo(
            "{\"status\":\"ok\",\"safety_enabled\":false,\"mode\":\"AUTONOMOUS\","
                + "\"message\":\"Forge safety governor set to AUTONOMOUS\"}");
    assertThat(door.core.safety()).isFalse();
    assertThat(door.core.askedBy).containsExactly("http anonymous", "http ada");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | enabled",
        "{} | enabled",
        "{\"enabled\":null} | enabled",
        "{\"enabled\":\"false\"} | enabled",
        "{\"enabled\":0} | enabled",
        "{\"enabled\":false,\"mode\":\"HITL\"} | mode",
        "[false] | body"
      })
  void isNotTurnedByAnythingElse(String body, String field) {
    door.core.safety(true, "test", "test");
    Reply reply = door.post(SAFETY, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("\"errors\":[{\"path\":\"" + field + "\",");
    assertThat(door.core.safety()).isTrue();
  }

  @Test
  void saysThatADiskDoesNotKnowIt() {
    door.core.diskFault =
        Optional.of(Rejected.because(Stage.STORE, "store.unwritable", "", "free space"));
    Reply reply = door.post(SAFETY, "{\"enabled\":true}");
    assertThat(reply.status()).isEqualTo(507);
    assertThat(reply.code()).isEqualTo("store_unwritable");
    assertThat(reply.message())
        .isEqualTo("It is in force, but a restart would forget it: free space");
  }
}
