// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.guard.SkillThread;
import forge.http.Door.Reply;
import forge.live.Progress;
import forge.live.Role;
import forge.live.Runner;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallLaneTest {

  private static final String DEMO = "/api/v1/skills/demo";

  @RegisterExtension final Door door = new Door();

  private final AtomicInteger shortCalls = new AtomicInteger();

  /** Counts the calls that nobody waits for: only the short way makes such. */
  private final class Counting implements Runner {
    @Override
    public SkillResult call(SkillName name, SkillRequest request, Progress progress) {
      return door.core.call(name, request, progress);
    }

    @Override
    public void call(SkillName name, SkillRequest request, Consumer<SkillResult> then) {
      shortCalls.incrementAndGet();
      then.accept(call(name, request));
    }
  }

  @BeforeEach
  void counts() {
    door.reopen(door.behind(door.core, door.core, new Counting()));
    door.core.put("demo", (request, context) -> SkillResult.ok(request.arguments()));
    door.core.put("refuses", (request, context) -> SkillResult.failed(Failure.BUSY, "come again"));
  }

  /** Status, headers and body, without what is another one each time. */
  private static Map<String, Object> seen(Reply reply) {
    Map<String, Object> seen = new TreeMap<>(reply.response().headers().map());
    seen.keySet().removeIf(name -> List.of("date", "x-request-id").contains(name.toLowerCase()));
    seen.put("status", reply.status());
    seen.put("body", reply.text());
    return seen;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo {\"a\":[1,2.5,null,\"\u00e9\"]}",
        "demo []",
        "demo {\"a\":1",
        "demo {\"a\":1,\"a\":2}",
        "refuses {}",
        "nobody {}",
        "odd__name {}"
      })
  void answersAsTheLongWayDoes(String call) {
    String path = "/api/v1/skills/" + call.substring(0, call.indexOf(' '));
    String json = call.substring(call.indexOf(' ') + 1);
    Reply quick = door.post(path, json, "X-Request-Id", "mine");
    int quickCalls = shortCalls.get();
    assertThat(seen(quick)).isEqualTo(seen(door.post(path + "?long", json)));
    assertThat(quick.header("X-Request-Id")).isEqualTo("mine");
    assertThat(door.post(path, json).header("X-Request-Id")).isNotEmpty();
    assertThat(shortCalls.get()).isEqualTo(2 * quickCalls);
  }

  @Test
  void takesTheUsualCallsOnly() {
    door.post(DEMO, "{}");
    assertThat(shortCalls).hasValue(1);
    assertThat(door.post(DEMO, "{}", "Accept", "text/event-stream").text()).contains("result");
    assertThat(door.post(DEMO, "").status()).isEqualTo(200);
    assertThat(door.post(DEMO, "{}", "Origin", "http://evil.example").status()).isEqualTo(403);
    assertThat(door.get(DEMO).status()).isEqualTo(200);
    assertThat(shortCalls).hasValue(1);
  }

  @Test
  void readsABodyThatComesInPieces() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", door.port())) {
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 7\r\nConnection: close\r\n\r\n{\"a";
      socket.getOutputStream().write(head.formatted(DEMO).getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      assertThat(door.post(DEMO, "{}").status()).isEqualTo(200); // the first has long been read
      socket.getOutputStream().write("\":1}".getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 200").endsWith("{\"a\":1}");
    }
    assertThat(shortCalls).hasValue(2);
  }

  @Test
  void answersFromWhicheverThreadIsTold() throws Exception {
    CompletableFuture<Consumer<SkillResult>> told = new CompletableFuture<>();
    door.reopen(
        door.behind(
            door.core,
            door.core,
            new Runner() {
              @Override
              public SkillResult call(SkillName name, SkillRequest request, Progress progress) {
                throw new AssertionError("nobody waits");
              }

              @Override
              public void call(SkillName name, SkillRequest request, Consumer<SkillResult> then) {
                told.complete(then);
              }
            }));
    CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> door.post(DEMO, "{}"));
    Consumer<SkillResult> then = told.get(20, SECONDS);
    assertThat(reply).isNotDone();
    then.accept(SkillResult.ok("first"));
    then.accept(SkillResult.ok("second"));
    assertThat(reply.get(20, SECONDS).text()).isEqualTo("\"first\"");
  }

  /** As when a halt ends a call whose code does not obey at once. */
  @Test
  void answersWhileItsThreadIsStillAtIt() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    BlockingQueue<Boolean> skillThread = new LinkedBlockingQueue<>();
    door.reopen(
        door.behind(
            door.core,
            door.core,
            new Runner() {
              @Override
              public SkillResult call(SkillName name, SkillRequest request, Progress progress) {
                throw new AssertionError("nobody waits");
              }

              @Override
              public void call(SkillName name, SkillRequest request, Consumer<SkillResult> then) {
                skillThread.add(Thread.currentThread() instanceof SkillThread);
                new Thread(() -> then.accept(SkillResult.failed(Failure.HALTED, "halted"))).start();
                try {
                  end.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
            }));
    try {
      String answer =
          door.raw(
              "POST " + DEMO + " HTTP/1.1",
              "Host: localhost",
              "Content-Type: application/json",
              "Content-Length: 2",
              "",
              "{}");
      assertThat(answer).startsWith("HTTP/1.1 503").contains("Connection: close", "halted");
      // The port that opened first may accept one connection, and its threads run no skills.
      door.raw(
          "POST " + DEMO + " HTTP/1.1",
          "Host: localhost",
          "Content-Type: application/json",
          "Content-Length: 2",
          "",
          "{}");
      assertThat(skillThread.poll(20, SECONDS)).isNotNull();
      assertThat(skillThread.poll(20, SECONDS)).isTrue();
    } finally {
      end.countDown();
    }
  }

  @Test
  void tellsABugByItsNumber() {
    door.core.put("demo", (request, context) -> SkillResult.ok(new Object()));
    try (Log log = new Log("forge.http.Guard")) {
      Reply reply = door.post(DEMO, "{}", "X-Request-Id", "number-7");
      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.message()).contains("number-7");
      assertThat(log.lines()).singleElement().asString().contains("number-7");
    }
    assertThat(shortCalls).hasValue(1);
  }

  @Test
  void passesTheSameGate() {
    door.tokens.let("caller", Role.CALL, 1);
    door.tokens.let("reader", Role.READ, 100);
    try (Log log = new Log("forge.http.CallerFilter")) {
      Reply unknown = door.post(DEMO, "{}");
      assertThat(unknown.status()).isEqualTo(401);
      assertThat(unknown.header("WWW-Authenticate")).isEqualTo("Bearer");
      assertThat(door.post(DEMO, "{}", "Authorization", "Bearer reader").status()).isEqualTo(403);
      assertThat(log.lines())
          .hasSize(2)
          .allMatch(line -> line.contains("path=\"" + DEMO + "\" from=127.0.0.1"));
    }
    assertThat(shortCalls).hasValue(0);
    int slowed = 0;
    for (int i = 0; i < 20; i++) // one a second, whichever way they come
    if (door.post(DEMO, "{}", "Authorization", "Bearer caller").status() == 429) slowed++;
    assertThat(slowed).isBetween(1, 19);
  }
}
