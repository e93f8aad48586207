// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.http.Door.Reply;
import forge.live.Approvals.Decision;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalsApiTest {

  private static final String APPROVALS = "/api/v1/forge/approvals";
  private static final String DIGEST = MemoryCore.SHA;
  private static final String APPROVE = "{\"decision\":\"approve\"}";

  @RegisterExtension final Door door = new Door();

  @BeforeEach
  void oneWaits() {
    door.governor.await(DIGEST, "demo");
  }

  private Reply decide(String body, String... headers) {
    return door.post(APPROVALS + "/" + DIGEST, body, headers);
  }

  private static String done(String state, String message) {
    return "{\"status\":\"ok\",\"state\":\""
        + state
        + "\",\"digest\":\"sha256:"
        + DIGEST
        + "\",\"message\":\""
        + message
        + "\"}";
  }

  @Test
  void listsWhatWaits() {
    assertThat(door.get(APPROVALS).text())
        .isEqualTo(
            "{\"approvals\":[{\"digest\":\"sha256:"
                + DIGEST
                + "\",\"skill_name\":\"demo\",\"version\":\"1.0.1\",\"replaces\":\"1.0.0\","
                + "\"author\":\"ada\",\"door\":\"mcp\",\"at\":\"2024-02-12T16:00:00Z\","
                + "\"expires_at\":\"2024-02-12T16:01:00Z\",\"findings\":[],"
                + "\"grants\":{},\"wants\":[],\"diff\":\"--- spec\\n+++ spec\\n\"}],\"count\":1}");
    door.governor.waiting.clear();
    assertThat(door.get(APPROVALS).text()).isEqualTo("{\"approvals\":[],\"count\":0}");
  }

  @Test
  void approves() {
    Reply reply = decide(APPROVE);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo(done("live", "Approved, and ready for immediate use."));
    assertThat(door.governor.askedBy).containsExactly("http anonymous true ");
  }

  @Test
  void saysWhatActivatesWhatIsApproved() {
    door.governor.approved = Decision.PENDING;
    Reply reply = decide(APPROVE);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).containsEntry("state", "pending");
    assertThat(reply.message())
        .contains("restart", "/api/v1/forge/hot-reload/enable", "/api/v1/forge/hot-reload/trigger");
  }

  @Test
  void rejects() {
    Reply reply = decide("{\"decision\":\"reject\",\"reason\":\"too \\\"clever\\\"\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .isEqualTo(done("rejected", "Rejected. What was in service stays in service."));
    assertThat(door.governor.askedBy).containsExactly("http anonymous false too \"clever\"");
  }

  @Test
  void knowsWhoDecides() {
    String[] header = {"X-Forge-Author", "ada"};
    decide(APPROVE, header);
    decide("{\"decision\":\"approve\",\"by\":\"bob\\n\"}", header);
    decide("{\"decision\":\"approve\",\"by\":\" \"}", header);
    decide("{\"decision\":\"approve\",\"by\":null,\"reason\":null}", header);
    decide("{\"decision\":\"approve\",\"by\":\"" + "b".repeat(70) + "\"}");
    assertThat(door.governor.askedBy)
        .containsExactly(
            "http ada true ",
            "http bob true ",
            "http ada true ",
            "http ada true ",
            "http " + "b".repeat(64) + " true ");
  }

  @Test
  void takesTheDigestInEachWriting() {
    for (String digest :
        List.of(
            DIGEST,
            DIGEST.toUpperCase(),
            "sha256:" + DIGEST,
            "sha256%3A" + DIGEST,
            "SHA256:" + DIGEST.toUpperCase())) {
      door.governor.await(DIGEST, "demo");
      assertThat(door.post(APPROVALS + "/" + digest, APPROVE).status()).as(digest).isEqualTo(200);
      assertThat(door.governor.waiting).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "sha256:", "demo", "sha512:x", "a..", "sha256:sha256:x"})
  void knowsNoOtherDigest(String digest) {
    for (String path : List.of(digest, digest + "f".repeat(64), digest + DIGEST.substring(1))) {
      Reply reply = door.post(APPROVALS + "/" + path, APPROVE);
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.code()).as(path).isEqualTo("unknown_digest");
    }
    assertThat(door.governor.waiting).isNotEmpty();
  }

  @Test
  void isDecidedOnce() {
    decide(APPROVE);
    for (String body : List.of(APPROVE, "{\"decision\":\"reject\"}")) {
      Reply again = decide(body);
      assertThat(again.status()).isEqualTo(404);
      assertThat(again.code()).isEqualTo("unknown_digest");
      assertThat(again.message())
          .contains("sha256:" + DIGEST, "decided or expired, or never waited", APPROVALS);
    }
  }

  @Test
  void mayComeTooLate() {
    door.governor.approved = Decision.EXPIRED;
    Reply reply = decide("{\"decision\":\"reject\"}");
    assertThat(reply.status()).isEqualTo(410);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"expired\",\"message\":\"Nobody decided in time, so the"
                + " version is gone; create it again\"}");
  }

  @Test
  void tellsWhatDoesNotComeUp() {
    door.governor.fault =
        Optional.of(
            new Rejected(
                Stage.SERVICE,
                List.of(Finding.error(Stage.SERVICE, "example", "examples[0]", "gave 2, not 1"))));
    Reply reply = decide(APPROVE);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"not_activated\",\"message\":\"Approved, but it did not"
                + " come up, and goes on waiting: gave 2, not 1\",\"digest\":\"sha256:"
                + DIGEST
                + "\",\"stage\":\"SERVICE\",\"findings\":[{\"stage\":\"SERVICE\","
                + "\"severity\":\"ERROR\",\"rule\":\"example\",\"where\":\"examples[0]\","
                + "\"message\":\"gave 2, not 1\",\"line_text\":\"\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "SERVICE,halted,503,halted",
    "STORE,store.unwritable,507,store_unwritable",
    "STORE,store.damaged,500,store_damaged"
  })
  void doesNotBlameTheCodeForTheGateway(Stage stage, String rule, int status, String code) {
    door.governor.fault = Optional.of(Rejected.because(stage, rule, "", "mend it"));
    Reply reply = decide(APPROVE);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.message()).contains(code.equals("halted") ? "/resume" : "mend it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | decision",
        "{} | decision",
        "{\"decision\":null} | decision",
        "{\"decision\":true} | decision",
        "{\"decision\":\"\"} | decision",
        "{\"decision\":\"Approve\"} | decision",
        "{\"decision\":\"approved\"} | decision",
        "{\"decision\":\"approve\",\"reason\":1} | reason",
        "{\"decision\":\"approve\",\"by\":[]} | by",
        "{\"decision\":\"approve\",\"digest\":\"x\"} | digest"
      })
  void isDecidedByNothingElse(String body, String field) {
    Reply reply = decide(body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("\"errors\":[{\"path\":\"" + field + "\",");
    assertThat(door.governor.askedBy).isEmpty();
  }

  @Test
  void wantsAShortReason() {
    String reason = "{\"decision\":\"reject\",\"reason\":\"" + "x".repeat(1001) + "\"}";
    assertThat(decide(reason).message())
        .isEqualTo("'reason' must be at most 1000 characters, got 1001");
    assertThat(decide("{\"decision\":\"x\"}").message())
        .isEqualTo("'decision' must be approve or reject");
    assertThat(decide(reason.replaceFirst("xx", "x")).status()).isEqualTo(200);
  }

  @Test
  void logsEachDecision() {
    try (var log = new Log("forge.http.ApprovalsApi")) {
      decide("{\"decision\":\"approve\",\"by\":\"ada\",\"reason\":\"read it\\nall\"}");
      decide(APPROVE);
      assertThat(log.lines())
          .containsExactly(
              "decision of ada on " + DIGEST + ": live, read it all",
              "decision of anonymous on " + DIGEST + ": unknown");
    }
  }
}
