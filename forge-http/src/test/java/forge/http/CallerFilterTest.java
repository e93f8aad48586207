// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerFilterTest {

  @RegisterExtension final Door door = new Door();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:8000",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.255.255.255:65535",
        "127.1.2.3",
        "[::1]",
        "[::1]:8000"
      })
  void knowsThisMachine(String host) throws IOException {
    assertThat(CallerFilter.isLoopback(host)).isTrue();
    assertThat(ask(host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0",
        "127.0.0.256",
        "127.0.0.1.1",
        "128.0.0.1",
        "127.0..1",
        "0.0.0.0",
        "192.168.1.2:8000",
        "[::2]:8000",
        "[::ffff:1.2.3.4]",
        "1270.0.0.1",
        "127.0.0.0001"
      })
  void knowsOthers(String host) throws IOException {
    assertThat(CallerFilter.isLoopback(host)).isFalse();
    String answer = ask(host);
    assertThat(answer).startsWith("HTTP/1.1 403").contains("\"code\":\"forbidden_host\"");
    assertThat(answer).contains("X-Content-Type-Options: nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "localhost:",
        "localhost:x",
        "localhost:1:2",
        "127.0.0.1:999999",
        "[::1]x",
        "::1",
        "[::1",
        "x[::1]",
        "user@localhost",
        "localhost ",
        "127.0.0.-1",
        "127.0.0.+1"
      })
  void knowsNonsense(String host) {
    assertThat(CallerFilter.isLoopback(host)).isFalse();
  }

  private String ask(String host) throws IOException {
    return door.raw("GET /healthz HTTP/1.1", "Host: " + host, "Connection: close", "");
  }

  @Test
  void wantsAHost() throws IOException {
    assertThat(door.raw("GET /healthz HTTP/1.0", "")).contains(" 403 ").contains("forbidden_host");
  }

  @Test
  void letsOurOwnPagesIn() {
    String own = "http://127.0.0.1:" + door.port();
    assertThat(door.get("/healthz", "Origin", own).status()).isEqualTo(200);
    assertThat(door.get("/healthz", "Origin", own.toUpperCase()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://evil.example",
        "https://127.0.0.1:PORT",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        "http://localhost:PORT",
        "http://127.0.0.1:PORT.evil.example",
        "127.0.0.1:PORT",
        ""
      })
  void keepsOtherPagesOut(String origin) {
    String filled = origin.replace("PORT", String.valueOf(door.port()));
    Door.Reply reply = door.get("/healthz", "Origin", filled);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.code()).isEqualTo("forbidden_origin");
  }

  @Test
  void keepsThemFromDoingAnything() {
    var body = BodyPublishers.ofString("{\"name\":\"x\"}");
    String[] headers = {"Content-Type", "application/json", "Origin", "http://evil.example"};
    assertThat(door.send("POST", "/api/v1/forge/create", body, headers).status()).isEqualTo(403);
    assertThat(door.send("OPTIONS", "/api/v1/forge/create", body, headers).status()).isEqualTo(403);
    assertThat(door.core.orders).isEmpty();
  }
}
