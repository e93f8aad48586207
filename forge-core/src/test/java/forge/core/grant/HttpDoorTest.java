// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import static forge.core.grant.Reached.denied;
import static forge.core.grant.Reached.refused;
import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.api.HttpReply;
import forge.api.SkillHttp;
import forge.api.SkillName;
import forge.live.LiveSkill.Reach;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDoorTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
  private static final String VALUE = "s3cr\"t+value/1";

  @TempDir Path data;

  private SkillHttp http(Server server, String more) throws IOException {
    return http(Reached.without(data), server, more);
  }

  private static SkillHttp http(Reached reached, Server server, String more) {
    return reached.gates.http(
        reached.access("{\"http\":[{\"host\":\"localhost:" + server.port() + "\"" + more + "}]}"));
  }

  private static String url(Server server) {
    return "http://localhost:" + server.port() + "/x?y=z";
  }

  @Test
  void sendsWhatWasAskedAndGivesWhatCame() throws IOException {
    try (Server server = Server.of("HTTP/1.1 404 Not\r\nA: 1\r\na: 2\r\n\r\n{\"b\":[1,null]}")) {
      SkillHttp http = http(server, ",\"methods\":[\"GET\",\"POST\"]");
      HttpReply reply = http.get(url(server));
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.headers()).containsEntry("a", "1, 2");
      assertThat(reply.text()).isEqualTo("{\"b\":[1,null]}");
      Map<String, Object> json = new HashMap<>();
      json.put("b", java.util.Arrays.asList(1L, null));
      assertThat(reply.json()).isEqualTo(json);
      http.send("POST", url(server), Map.of("X-One", "1"), Map.of("k", List.of("ü")));
      assertThat(server.requests.get(0))
          .isEqualTo(
              "GET /x?y=z HTTP/1.1\r\nHost: localhost:"
                  + server.port()
                  + "\r\nUser-Agent: forge\r\nAccept-Encoding: identity\r\n"
                  + "Connection: close\r\n\r\n");
      assertThat(server.requests.get(1))
          .contains("\r\nX-One: 1\r\nContent-Type: application/json\r\n", "Content-Length: 12")
          .endsWith("\r\n\r\n{\"k\":[\"\u00c3\u00bc\"]}");
    }
  }

  @Test
  void redirectsAreAnswersLikeOthers() throws IOException {
    try (Server server = Server.of("HTTP/1.1 302 F\r\nLocation: http://evil.example/\r\n\r\n")) {
      HttpReply reply = http(server, "").get(url(server));
      assertThat(reply.status()).isEqualTo(302);
      assertThat(reply.headers()).containsEntry("location", "http://evil.example/");
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void saysWhichGrantIsMissing() throws IOException {
    try (Server server = Server.of(OK)) {
      SkillHttp http = http(server, "");
      denied(
          "add \"http\":[{\"host\":\"api.example.com\"}] to the spec's \"grants\"",
          () -> http.get("https://api.example.com/"));
      denied("\"methods\":[\"DELETE\"]", () -> http.send("DELETE", url(server), Map.of(), null));
      denied("'http GET localhost' is not granted", () -> http.get("http://localhost/"));
      denied("cannot be asked for", () -> http.get("http://127.0.0.1:" + server.port() + "/"));
      denied("cannot be asked for", () -> http.get(null));
      denied("cannot be asked for", () -> http.get("http://a@localhost:" + server.port() + "/"));
      refused(
          Failure.SKILL_ERROR, "a method is", () -> http.send("CONNECT", url(server), null, null));
      refused(
          Failure.SKILL_ERROR, "a method is", () -> http.send("GET /", url(server), null, null));
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void aGrantOfTheSchemesPortIsTheSameHost() throws IOException {
    Reached reached = Reached.without(data);
    SkillHttp http =
        reached.gates.http(reached.access("{\"http\":[{\"host\":\"other.example:443\"}]}"));
    denied("FORGE_HTTP_PRIVATE", () -> http.get("https://other.example/"));
    denied("is not granted", () -> http.get("http://other.example/"));
  }

  @Test
  void thisMachineAndItsNetworkAreClosed() throws IOException {
    try (Server server = Server.of(OK)) {
      AtomicInteger asked = new AtomicInteger();
      Web.Lookup turning =
          host ->
              asked.incrementAndGet() == 1
                  ? new InetAddress[] {
                    InetAddress.getByName("1.1.1.1"), InetAddress.getLoopbackAddress()
                  }
                  : new InetAddress[] {InetAddress.getLoopbackAddress()};
      Reached reached = new Reached(data, new Web(turning, Web::systemTls, Set.of(), 0));
      SkillHttp http = http(reached, server, "");
      denied("of this machine or of its network", () -> http.get(url(server)));
      denied("of this machine or of its network", () -> http.get(url(server)));
      assertThat(asked).hasValue(2);
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void theGatewayItselfIsClosedEvenWhenTheHostIsOpen() throws IOException {
    try (Server server = Server.of(OK)) {
      Reached reached = new Reached(data, Reached.web(server.port()));
      denied("of this machine", () -> http(reached, server, "").get(url(server)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nX: y",
        "a\nX: y",
        "a\rX",
        "a\u0000",
        "a\u0085b",
        "a\u2028b",
        "gr\u00fcn",
        "a\u010ab",
        "a\u000bb"
      })
  void headersStayInTheirLine(String value) throws IOException {
    try (Server server = Server.of(OK)) {
      SkillHttp http = http(server, "");
      refused(
          Failure.SKILL_ERROR,
          "printable ASCII",
          () -> http.send("GET", url(server), Map.of("X-A", value), null));
      refused(
          Failure.SKILL_ERROR,
          "no good name",
          () -> http.send("GET", url(server), Map.of(value, "x"), null));
      assertThat(server.requests).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "Upgrade",
        "TE",
        "Proxy-Authorization",
        "Expect",
        "Accept-Encoding",
        "Trailer",
        "Keep-Alive"
      })
  void theFrameOfAMessageIsOurs(String name) throws IOException {
    try (Server server = Server.of(OK)) {
      SkillHttp http = http(server, "");
      refused(
          Failure.SKILL_ERROR,
          "is the gateway's",
          () -> http.send("GET", url(server), Map.of(name, "x"), null));
    }
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void argumentsThatLieAreRefused() throws IOException {
    try (Server server = Server.of(OK)) {
      SkillHttp http = http(server, ",\"methods\":[\"POST\"]");
      Map raw = new HashMap<>();
      raw.put("X", 7);
      refused(Failure.SKILL_ERROR, "in one line", () -> http.send("POST", url(server), raw, null));
      Map nulls = new HashMap<>();
      nulls.put("X", null);
      refused(
          Failure.SKILL_ERROR, "in one line", () -> http.send("POST", url(server), nulls, null));
      Map many = new HashMap<>();
      for (int i = 0; i < 51; i++) many.put("X" + i, "v");
      refused(Failure.SKILL_ERROR, "at most 50", () -> http.send("POST", url(server), many, null));
      refused(
          Failure.SKILL_ERROR,
          "at most",
          () -> http.send("POST", url(server), Map.of("X", "v".repeat(9000)), null));
      refused(
          Failure.SKILL_ERROR,
          "a body may have",
          () -> http.send("POST", url(server), null, "x".repeat((1 << 20) + 1)));
      refused(
          Failure.SKILL_ERROR,
          "a body may have",
          () -> http.send("POST", url(server), null, new byte[(1 << 20) + 1]));
      refused(
          Failure.SKILL_ERROR,
          "give plain data",
          () -> http.send("POST", url(server), null, new Object()));
      assertThat(server.requests).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 999 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nx",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n",
        "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 100 C\r\n\r\n"
      })
  void whatIsNoAnswerIsRefused(String answer) throws IOException {
    try (Server server = Server.of(answer)) {
      SkillHttp http = http(server, "");
      refused(Failure.SKILL_ERROR, "no answer from localhost", () -> http.get(url(server)));
    }
  }

  @Test
  void answersHaveAnEnd() throws IOException {
    String head = "HTTP/1.1 200 OK\r\n";
    for (String answer :
        List.of(
            head + "\r\n" + "x".repeat(Exchange.MAX_BODY + 1),
            head + "A: " + "x".repeat(20_000) + "\r\n\r\n",
            head + "A: b\r\n".repeat(20_000) + "\r\n"))
      try (Server server = Server.of(answer)) {
        refused(Failure.SKILL_ERROR, "no answer", () -> http(server, "").get(url(server)));
      }
    try (Server server = Server.of(head + "\r\n" + "x".repeat(Exchange.MAX_BODY))) {
      assertThat(http(server, "").get(url(server)).bytes()).hasSize(Exchange.MAX_BODY);
    }
  }

  @Test
  void readsChunks() throws IOException {
    String answer =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n";
    try (Server server = Server.of(answer)) {
      assertThat(http(server, "").get(url(server)).text()).isEqualTo("abcde");
    }
  }

  @Test
  void requestsOfACallAreCounted() throws IOException {
    try (Server server = Server.of(OK)) {
      Reached reached = Reached.without(data);
      SkillHttp http = http(reached, server, ",\"methods\":[\"POST\"]");
      for (int i = 0; i < HttpDoor.MAX_REQUESTS; i++) http.send("POST", url(server), null, "x");
      refused(Failure.OVER_BUDGET, "may send 32", () -> http.send("POST", url(server), null, "x"));
      SkillHttp much = http(reached, server, ",\"methods\":[\"POST\"]");
      String mega = "x".repeat(1 << 20);
      for (int i = 0; i < 3; i++) much.send("POST", url(server), null, mega);
      refused(
          Failure.OVER_BUDGET, "may send 4 MB", () -> much.send("POST", url(server), null, mega));
      Reach reach = reached.gates.reach(new SkillName("tested"));
      assertThat(reach.requests()).isEqualTo(HttpDoor.MAX_REQUESTS + 3);
      assertThat(reach.bytesOut()).isGreaterThan(3 << 20);
      assertThat(reach.bytesIn()).isEqualTo(7 * reach.requests());
    }
  }

  @Test
  void aServerThatSaysNothingIsLeftAtTheDeadline() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Server server =
        new Server(
            request -> {
              try {
                over.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return OK;
            })) {
      Reached reached = Reached.without(data);
      SkillHttp http =
          reached.gates.http(
              reached.access(
                  "{\"http\":[{\"host\":\"localhost:" + server.port() + "\"}]}",
                  TimeUnit.MILLISECONDS.toNanos(300)));
      long begun = System.nanoTime();
      refused(Failure.TIMEOUT, "before the deadline", () -> http.get(url(server)));
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(10));
      over.countDown();
    }
  }

  @Test
  void aSecretIsSentAndNeverSeen() throws IOException {
    try (Server server =
        new Server(
            request ->
                "HTTP/1.1 200 OK\r\nEcho: "
                    + VALUE
                    + "\r\n\r\n"
                    + request
                    + VALUE.replace("\"", "\\\"")
                    + " "
                    + java.net.URLEncoder.encode(VALUE, java.nio.charset.StandardCharsets.UTF_8)
                    + " "
                    + java.util.Base64.getEncoder().encodeToString(VALUE.getBytes()))) {
      Reached reached = Reached.without(data);
      reached.secrets("{\"API_KEY\":\"" + VALUE.replace("\"", "\\\"") + "\",\"SHORT\":\"abc\"}");
      SkillHttp http = http(reached, server, ",\"secrets\":[\"API_KEY\",\"SHORT\",\"NONE\"]");
      Map<String, String> bearer = Map.of("Authorization", "Bearer {secret:API_KEY}");
      HttpReply reply = http.send("GET", url(server), bearer, null);
      assertThat(server.requests.get(0)).contains("\r\nAuthorization: Bearer " + VALUE + "\r\n");
      assertThat(reply.text()).contains("Authorization: Bearer ***").doesNotContain("s3cr");
      assertThat(reply.headers()).containsEntry("echo", "***");
      assertThat(reply.text().split("\\*\\*\\*")).hasSizeGreaterThanOrEqualTo(4);
      denied(
          "\"secrets\":[\"OTHER\"]",
          () -> http.send("GET", url(server), Map.of("A", "{secret:OTHER}"), null));
      denied(
          "no secret SHORT",
          () -> http.send("GET", url(server), Map.of("A", "{secret:SHORT}"), null));
      denied(
          "no secret NONE",
          () -> http.send("GET", url(server), Map.of("A", "{secret:NONE}"), null));
      Path file = data.resolve(Secrets.FILE);
      Files.setPosixFilePermissions(
          file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
      denied("the log tells why", () -> http.send("GET", url(server), bearer, null));
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void aSecretGoesOverTlsOnlyAndToItsHostOnly() throws IOException {
    Reached reached = Reached.without(data);
    reached.secrets("{\"API_KEY\":\"longenough\"}");
    SkillHttp http =
        reached.gates.http(
            reached.access(
                "{\"http\":[{\"host\":\"a.example\",\"secrets\":[\"API_KEY\"]},"
                    + "{\"host\":\"b.example\"}]}"));
    Map<String, String> head = Map.of("A", "{secret:API_KEY}");
    denied("https only", () -> http.send("GET", "http://a.example/", head, null));
    denied("is not granted", () -> http.send("GET", "https://b.example/", head, null));
  }
}
