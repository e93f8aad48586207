// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.SkillResult;
import forge.http.Door.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may be, before anybody looks at what it says. */
class BodyTest {

  private static final String CALL = "/api/v1/skills/echo";
  private static final int LIMIT = 4 * 1024 * 1024;

  @RegisterExtension final Door door = new Door();

  @BeforeEach
  void echo() {
    door.core.put("echo", (request, context) -> SkillResult.ok(request.arguments()));
  }

  private Reply send(BodyPublisher body, String... headers) {
    return door.send("POST", CALL, body, headers);
  }

  private static BodyPublisher chunked(byte[] bytes) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
  }

  private static byte[] ofLength(int length) {
    String frame = "{\"a\":\"\"}";
    return ("{\"a\":\"" + "x".repeat(length - frame.length()) + "\"}")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void mayBeAbsentWhateverItsType() {
    assertThat(send(BodyPublishers.noBody()).text()).isEqualTo("{}");
    assertThat(send(BodyPublishers.noBody(), "Content-Type", "text/plain").text()).isEqualTo("{}");
    assertThat(send(chunked(new byte[0])).text()).isEqualTo("{}");
    assertThat(send(chunked(new byte[0]), "Content-Type", "text/plain").text()).isEqualTo("{}");
    assertThat(send(chunked(new byte[0]), "Content-Type", "application/json").text())
        .isEqualTo("{}");
  }

  @Test
  void isNothingWithoutAType() {
    assertThat(send(BodyPublishers.ofString("{}")).status()).isEqualTo(415);
    assertThat(send(chunked("{}".getBytes(StandardCharsets.UTF_8))).status()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json", "Application/JSON", "application/json;charset=utf-8",
        "application/json; charset=\"UTF-8\"", "application/json; x=y", "application/json;"
      })
  void mayBeJson(String type) {
    Reply reply = send(BodyPublishers.ofString("{\"a\":\"ü\"}"), "Content-Type", type);
    assertThat(reply.text()).isEqualTo("{\"a\":\"ü\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=iso-8859-1",
        "application/json; charset=utf-16",
        "application/jsonp",
        "text/json",
        "multipart/form-data; boundary=x",
        "*/*",
        ";"
      })
  void mayBeNothingElse(String type) {
    assertThat(send(BodyPublishers.ofString("{}"), "Content-Type", type).status()).isEqualTo(415);
  }

  @Test
  void mayBeAsLongAsTheLimit() {
    assertThat(door.post(CALL, ofLength(LIMIT)).response().body()).hasSize(LIMIT);
    Reply chunked = send(chunked(ofLength(LIMIT)), "Content-Type", "application/json");
    assertThat(chunked.response().body()).hasSize(LIMIT);
  }

  @Test
  void mayNotBeLonger() {
    assertThat(door.post(CALL, ofLength(LIMIT + 1)).status()).isEqualTo(413);
    for (int length : new int[] {LIMIT + 1, 5_000_000, 50_000_000}) {
      Reply reply = send(chunked(ofLength(length)), "Content-Type", "application/json");
      assertThat(reply.status()).isEqualTo(413);
      assertThat(reply.code()).isEqualTo("too_large");
    }
  }

  /** Whoever asks before it writes is answered before it has written. */
  @Test
  void isRefusedByItsLengthAlone() throws IOException {
    String answer =
        door.raw(
            "POST " + CALL + " HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Content-Length: 99999999999",
            "Expect: 100-continue",
            "");
    assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"too_large\"");
  }

  /** A client that reads only when it has written all must get its answer, too. */
  @Test
  void isHeardOutWhoeverRefusesIt() {
    byte[] large = new byte[20_000_000];
    Reply type = send(BodyPublishers.ofByteArray(large), "Content-Type", "text/plain");
    assertThat(type.status()).isEqualTo(415);
    assertThat(send(chunked(large)).status()).isEqualTo(415);
    assertThat(door.post("/nowhere", large).status()).isEqualTo(404);
    assertThat(door.post("/healthz", large).status()).isEqualTo(405);
    var body = BodyPublishers.ofByteArray(large);
    assertThat(door.send("POST", CALL, body, "Origin", "http://evil.example").status())
        .isEqualTo(403);
  }

  @Test
  void mustBeUtf8() {
    Reply reply = door.post(CALL, "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("malformed_json");
    assertThat(reply.message()).contains("UTF-8 at byte 6");
  }

  @Test
  void mustBeWhole() throws IOException {
    String answer =
        door.raw(
            "POST " + CALL + " HTTP/1.1",
            "Host: localhost",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            "2",
            "{}",
            "this is no chunk");
    assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Exception", "jetty");
  }
}
