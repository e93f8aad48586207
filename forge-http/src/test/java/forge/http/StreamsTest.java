// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Refusal;
import forge.api.SkillResult;
import forge.http.Door.Reply;
import forge.live.Events.Event;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that go on. */
@Timeout(30)
class StreamsTest {

  private static final String EVENTS = "/api/v1/forge/events";
  private static final String DEMO = "/api/v1/skills/demo";

  @RegisterExtension final Door door = new Door();

  private static List<String> take(Iterator<String> lines, int count) {
    var taken = new ArrayList<String>();
    while (taken.size() < count) taken.add(lines.next());
    return taken;
  }

  @Test
  void eventsComeAsTheyHappen() {
    Iterator<String> lines = door.lines("GET", EVENTS, "").iterator();
    assertThat(take(lines, 3)).containsExactly("retry: 3000", ": forge", "");
    for (String skill : List.of("one", "zwei ä 𝄞"))
      door.events.tell(Event.WOKEN, Map.of("skill", skill));
    assertThat(take(lines, 8))
        .containsExactly(
            "id: 1",
            "event: woken",
            "data: {\"kind\":\"woken\",\"at\":\"" + MemoryCore.SINCE + "\",\"skill\":\"one\"}",
            "",
            "id: 2",
            "event: woken",
            "data: {\"kind\":\"woken\",\"at\":\""
                + MemoryCore.SINCE
                + "\",\"skill\":\"zwei ä 𝄞\"}",
            "");
  }

  @Test
  void eventsGoOnAfterTheOneThatWasSeen() {
    for (int i = 0; i < 5; i++) door.events.tell(Event.PARKED, Map.of());
    for (String[] how : new String[][] {{"Last-Event-ID", "3"}, {}}) {
      String path = how.length == 0 ? EVENTS + "?after=3" : EVENTS;
      Iterator<String> lines = door.lines("GET", path, "", how).iterator();
      assertThat(take(lines, 8)).contains("id: 4", "id: 5").doesNotContain("id: 3");
    }
  }

  @Test
  void whatIsNoIdIsRefusedBeforeTheStream() {
    Reply reply = door.get(EVENTS, "Last-Event-ID", "yesterday");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("Last-Event-ID");
    assertThat(door.get("/metrics").text()).contains("forge_event_readers 0");
  }

  @Test
  void whoWantsNoEventsGetsNone() {
    Reply reply = door.get(EVENTS, "Accept", "application/json");
    assertThat(reply.status()).isEqualTo(406);
    assertThat(reply.code()).isEqualTo("not_acceptable");
  }

  @Test
  void aReaderThatIsCutOffIsToldSoByTheEnd() {
    var lines = door.lines("GET", EVENTS, "").iterator();
    assertThat(take(lines, 3)).contains(": forge");
    door.events.readers.forEach(MemoryEvents.MemoryReader::cutOff);
    assertThat(lines.hasNext()).isFalse();
    assertThat(door.events.readers).isEmpty();
    assertThat(door.get("/metrics").text()).contains("forge_event_readers 0");
  }

  @Test
  void whoHasGoneIsForgotten() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", door.port())) {
      String request = "GET " + EVENTS + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(in.read()).isPositive();
      socket.setSoLinger(true, 0);
    }
    while (!door.events.readers.isEmpty()) door.events.tell(Event.WOKEN, Map.of());
  }

  @Test
  void thereAreOnlySoMany() throws Exception {
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 128; i++) {
        Socket socket = new Socket("127.0.0.1", door.port());
        sockets.add(socket);
        String request = "GET " + EVENTS + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isPositive();
      }
      Reply reply = door.get(EVENTS);
      assertThat(reply.status()).isEqualTo(429);
      assertThat(reply.code()).isEqualTo("busy");
      assertThat(reply.header("Retry-After")).isEqualTo("5");
      assertThat(door.get("/metrics").text()).contains("forge_event_readers 128");
      assertThat(door.get("/healthz").status()).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) socket.close();
    }
  }

  @Test
  void aStopEndsThem() {
    Iterator<String> lines = door.lines("GET", EVENTS, "").iterator();
    assertThat(take(lines, 3)).contains(": forge");
    door.servlet.close();
    assertThat(lines.hasNext()).isFalse();
  }

  @Test
  void aCallTellsOfItsProgress() {
    door.core.put(
        "demo",
        (request, context) -> {
          context.progress(0.5, "half of \"it\"");
          return SkillResult.ok(List.of("ä"));
        });
    assertThat(door.lines("POST", DEMO, "{}"))
        .containsExactly(
            "retry: 3000",
            ": forge",
            "",
            "event: progress",
            "data: {\"fraction\":0.5,\"note\":\"half of \\\"it\\\"\"}",
            "",
            "event: result",
            "data: [\"ä\"]",
            "");
  }

  @Test
  void theProgressOfACallIsBounded() throws Exception {
    int many = 100_000;
    door.core.put(
        "demo",
        (request, context) -> {
          for (int i = 0; i < many; i++) context.progress(i / (double) many, "x".repeat(100));
          return SkillResult.ok("done");
        });
    List<String> lines = door.lines("POST", DEMO, "{}").toList();
    assertThat(lines.subList(lines.size() - 3, lines.size()))
        .containsExactly("event: result", "data: \"done\"", "");
  }

  /** More than the connection holds: it is written as the client takes it. */
  @Test
  void aLargeAnswerComesWhole() {
    String large = "ä".repeat(8_000_000);
    door.core.put("demo", (request, context) -> SkillResult.ok(large));
    List<String> lines = door.lines("POST", DEMO, "{}").skip(3).toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1).equals("data: \"" + large + "\"")).isTrue();
  }

  @Test
  void aFailureIsTheLastEvent() {
    door.core.put(
        "demo",
        (request, context) -> {
          throw new Refusal("not today");
        });
    assertThat(door.lines("POST", DEMO, "{}").skip(3))
        .containsExactly(
            "event: error",
            "data: {\"status\":\"error\",\"code\":\"skill_error\",\"message\":\"not today\"}",
            "");
  }

  @Test
  void whatIsNoCallIsRefusedBeforeTheStream() {
    assertThat(door.post(DEMO, "{", "Accept", "text/event-stream").status()).isEqualTo(400);
    assertThat(door.post(DEMO, "[]", "Accept", "text/event-stream").code()).isEqualTo("bad_input");
  }

  @Test
  void aCallThatNobodyWaitsForEndsAllTheSame() throws Exception {
    var gone = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    door.core.put(
        "demo",
        (request, context) -> {
          context.progress(0, "begun");
          gone.await();
          for (int i = 0; i < 1_000; i++) context.progress(1, "x".repeat(1_000));
          ended.countDown();
          return SkillResult.ok("nobody hears it");
        });
    try (Socket socket = new Socket("127.0.0.1", door.port())) {
      String request =
          "POST "
              + DEMO
              + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
              + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isPositive();
      socket.setSoLinger(true, 0);
    }
    gone.countDown();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(door.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void aCreateTellsItsStepsAndNobodyElses() {
    String spec = "{\"name\":\"made\"}";
    List<String> lines = door.lines("POST", "/api/v1/forge/create", spec).skip(3).toList();
    String id = door.core.orders.get(0).id();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(1)).isEqualTo("event: ordered");
    assertThat(lines.get(2)).contains("\"order\":\"" + id + "\"");
    assertThat(lines.get(4)).isEqualTo("event: result");
    assertThat(lines.get(5)).startsWith("data: {\"success\":true,\"skill_name\":\"made\"");
    assertThat(door.events.readers).isEmpty();
  }

  @Test
  void aRefusedCreateEndsInTheErrorThatItWouldBe() {
    List<String> lines =
        door.lines("POST", "/api/v1/forge/create", "{\"name\":\"No\"}").skip(3).toList();
    assertThat(lines).contains("event: error");
    assertThat(String.join("\n", lines)).contains("\"code\":\"bad_spec\"");
  }

  @Test
  void onlyWhoLikesEventsBetterGetsThem() {
    door.core.put("demo", (request, context) -> SkillResult.ok(1L));
    for (String accept :
        List.of(
            "*/*",
            "application/json",
            "application/json, text/event-stream",
            "text/event-stream, */*",
            "text/event-stream;q=0.5, application/json",
            "text/event-stream;q=0",
            "text/html",
            "nonsense",
            ";;;,,,"))
      assertThat(door.post(DEMO, "{}", "Accept", accept).text()).as(accept).isEqualTo("1");
    for (String accept :
        List.of(
            "text/event-stream",
            "TEXT/Event-Stream; charset=utf-8",
            "text/event-stream, */*;q=0.1",
            "application/json;q=0.9, text/event-stream",
            "text/*"))
      assertThat(door.post(DEMO, "{}", "Accept", accept).text()).as(accept).contains("result");
  }
}
