// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.http.Door.Reply;
import forge.live.SkillState;
import forge.make.Origin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StatusApiTest {

  @RegisterExtension final Door door = new Door();

  @Test
  void tellsHowItIs() {
    door.core.put("a", null);
    door.core.put("b", SkillState.PENDING, Origin.BODY, null);
    assertThat(door.get("/v1/status").text())
        .matches(
            "\\{\"app_name\":\"forge\",\"port\":"
                + door.port()
                + ",\"version\":\"1.2.3\",\"java\":\"[^\"]+\",\"uptime_s\":\\d+,"
                + "\"hot_reload\":true,\"safety_mode\":\"AUTONOMOUS\",\"halted\":false,"
                + "\"skills\":\\{\"live\":1,\"pending\":1,\"awaiting_approval\":0,\"retired\":0,\"broken\":0,\"quarantined\":0\\}\\}");
  }

  @Test
  void tellsWhatThePersonHasSwitched() {
    door.core.safety(true, "test", "test");
    door.governor.halt("fire", "test", "test");
    assertThat(door.get("/v1/status").json())
        .containsEntry("safety_mode", "HITL")
        .containsEntry("halted", true);
    assertThat(door.get("/readyz").status()).isEqualTo(200);
  }

  @Test
  void isAliveAndReady() {
    assertThat(door.get("/healthz").text()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(door.get("/readyz").text()).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void saysWhatItWaitsFor() {
    door.reopen(door.behind(door.core, null, door.core));
    assertThat(door.get("/healthz").text()).isEqualTo("{\"status\":\"ok\"}");
    Reply reply = door.get("/readyz");
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.text())
        .startsWith("{\"status\":\"error\",\"code\":\"starting\",\"message\":\"")
        .endsWith("\"errors\":[{\"path\":\"skills\",\"message\":\"is not there yet\"}]}");
    assertThat(door.get("/api/v1/forge/hot-reload/status").status()).isEqualTo(200);
    assertThat(door.get("/api/v1/skills").status()).isEqualTo(503);
  }

  @Test
  void waitsForEveryPart() {
    door.reopen(new Core(null, null, null, null, null, null, null, null));
    assertThat((List<?>) door.get("/readyz").json().get("errors"))
        .extracting(part -> (String) ((Map<?, ?>) part).get("path"))
        .containsExactly(
            "forge", "skills", "runner", "approvals", "halt", "audit", "events", "tokens");
  }
}
