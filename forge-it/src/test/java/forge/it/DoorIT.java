// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import forge.it.Caller.Reply;
import forge.testkit.Answer;
import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked of the real server, an error has the one shape and tells nothing of inside. */
class DoorIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static Reply send(String method, String path) {
    var request = FORGE.client().request(path).method(method, BodyPublishers.noBody());
    return new Reply(FORGE.client().send(request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /nothing/here                 | 404 | unknown_route",
        "GET    | /                             | 404 | unknown_route",
        "GET    | /api/v1/skills/a/b/c          | 404 | unknown_route",
        "GET    | /api/v1/skills/%2e%2e         | 404 | unknown_route",
        "GET    | /api/v1/skills/a%2Fb          | 404 | unknown_route",
        "GET    | /api/v1/skills/nobody         | 404 | unknown_skill",
        "GET    | /api/v1/skills/nobody/source  | 404 | unknown_skill",
        "DELETE | /api/v1/skills/nobody         | 404 | unknown_skill",
        "GET    | /api/v1/forge/create          | 405 | method_not_allowed",
        "PUT    | /api/v1/skills/nobody         | 405 | method_not_allowed",
        "POST   | /healthz                      | 405 | method_not_allowed",
        "GET    | /api/v1/skills?limit=0        | 400 | bad_request",
        "GET    | /api/v1/skills?cursor=!       | 400 | bad_request",
        "GET    | /api/v1/skills?q=%zz          | 400 | bad_request"
      })
  void whatCannotBeAnsweredIsRefused(String method, String path, int status, String code)
      throws IOException {
    Reply reply = raw(method + " " + path + " HTTP/1.1", "Host: 127.0.0.1");
    assertRefused(reply, status);
    assertThat(reply.field("code")).isEqualTo(code);
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() {
    Answer answer = send("PATCH", "/api/v1/skills/nobody").answer();
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("DELETE, GET, HEAD, POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: 127.evil.example",
        "Host: 127.0.0.1\r\nOrigin: http://evil.example",
        "Host: 127.0.0.1\r\nOrigin: null"
      })
  void aPageOfTheWebIsRefused(String headers) throws IOException {
    assertRefused(raw("POST /api/v1/forge/hot-reload/disable HTTP/1.1", headers), 403);
    assertThat(FORGE.client().get("/api/v1/forge/hot-reload/status").body()).contains("true");
  }

  /** The server refuses it before any servlet sees it, in the same shape all the same. */
  static Stream<Arguments> noHttp() {
    String host = "Host: 127.0.0.1";
    String endless = "x".repeat(100_000);
    return Stream.of(
        arguments("GET /healthz HTTP/1.1", "X-No-Host: 1", 400),
        arguments("GET /healthz HTTP/1.1", "Host: a b", 400),
        arguments("GET /healthz HTTP/1.1", host + "\r\nno colon", 400),
        arguments("GET /healthz HTTP/1.1", host + "\r\nX: " + endless, 431),
        arguments("GET /" + endless + " HTTP/1.1", host, 414),
        arguments("GET /../../etc/passwd HTTP/1.1", host, 400),
        arguments("POST /healthz HTTP/1.1", host + "\r\nContent-Length: x", 400),
        arguments("NONSENSE", host, 400));
  }

  @ParameterizedTest
  @MethodSource("noHttp")
  void whatIsNoHttpIsRefused(String line, String headers, int status) throws IOException {
    Reply reply = raw(line, headers);
    assertRefused(reply, status);
    assertThat(FORGE.client().get("/healthz").status()).isEqualTo(200);
  }

  private static void assertRefused(Reply reply, int status) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    assertThat(reply.json()).containsEntry("status", "error").containsKeys("code", "message");
    assertTellsNothing(reply);
  }

  private static void assertTellsNothing(Reply reply) {
    assertThat(reply.text()).doesNotContainIgnoringCase("jetty", "exception", "\tat ");
  }

  /** One request as it is, and what comes back until the server hangs up. */
  private static Reply raw(String line, String headers) throws IOException {
    URI address = URI.create(FORGE.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(20_000);
      String request = line + "\r\n" + headers + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(text).startsWith("HTTP/1.1 ");
      String body = text.substring(text.indexOf("\r\n\r\n") + 4);
      return new Reply(new Answer(Integer.parseInt(text.substring(9, 12)), null, body));
    }
  }
}
