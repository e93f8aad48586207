// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.http.Door.Reply;
import forge.live.AuditTrail.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditApiTest {

  private static final String AUDIT = "/api/v1/forge/audit";

  @RegisterExtension final Door door = new Door();

  private static List<Object> numbers(Reply page) {
    List<Object> numbers = new ArrayList<>();
    for (Object event : (List<?>) page.json().get("events"))
      numbers.add(((Map<?, ?>) event).get("seq"));
    return numbers;
  }

  @Test
  void showsAnEvent() {
    door.governor.happened(1);
    assertThat(door.get(AUDIT).text())
        .isEqualTo(
            "{\"events\":[{\"seq\":1,\"at\":\"2024-02-12T16:00:00Z\",\"event\":\"rolled_back\","
                + "\"skill_name\":\"demo\",\"version\":\"1.0.0\",\"sha256\":\""
                + MemoryCore.SHA
                + "\",\"who\":\"ada\",\"door\":\"http\",\"detail\":\"why \\\"not\\\"\",\"hash\":\""
                + "f".repeat(64)
                + "\"}],\"count\":1}");
  }

  @Test
  void hasNothingAtFirst() {
    assertThat(door.get(AUDIT).text()).isEqualTo("{\"events\":[],\"count\":0}");
  }

  @Test
  void showsPageByPage() {
    door.governor.happened(205);
    Reply first = door.get(AUDIT);
    assertThat(numbers(first)).hasSize(100).startsWith(1L).endsWith(100L);
    assertThat(first.json()).containsEntry("next_after", 100L).containsEntry("count", 100L);
    Reply last = door.get(AUDIT + "?limit=3&after=202");
    assertThat(numbers(last)).containsExactly(203L, 204L, 205L);
    assertThat(last.json()).doesNotContainKey("next_after");
    Reply before = door.get(AUDIT + "?after=201&limit=3");
    assertThat(numbers(before)).containsExactly(202L, 203L, 204L);
    assertThat(before.json()).containsEntry("next_after", 204L);
    assertThat(numbers(door.get(AUDIT + "?limit=1000"))).hasSize(205);
    assertThat(numbers(door.get(AUDIT + "?after=9223372036854775807"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=x",
        "after=-1",
        "after=",
        "after=1.5",
        "after=x",
        "after=9223372036854775808"
      })
  void refusesAPageThatCannotBe(String query) {
    Reply reply = door.get(AUDIT + "?" + query);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("bad_request");
    String field = query.substring(0, query.indexOf('='));
    assertThat(reply.text()).contains("\"errors\":[{\"path\":\"" + field + "\"");
  }

  @Test
  void verifies() {
    assertThat(door.get(AUDIT + "/verify").text()).isEqualTo("{\"ok\":true,\"lines\":3}");
    door.governor.verdict = new Verdict(7, Optional.of(7L), "its hash is another");
    Reply reply = door.get(AUDIT + "/verify");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(
            "{\"ok\":false,\"lines\":7,\"broken_line\":7,\"message\":\"Line 7 of the audit trail is"
                + " not what it was: its hash is another\"}");
  }
}
