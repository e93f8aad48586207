// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.later;
import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are each within their budget, and together more than the gateway has. */
class HeapIT {

  private static final int FLOODS = 3;
  private static final int HOGS = 10;

  /** Keeps 45 MB until it is ended. */
  private static final String HOG =
      "List<long[]> all = new ArrayList<>(); for (int i = 0; i < %s; i++) all.add(new long[%s]);"
          + " while (all.size() > 1) { } return all.size();";

  private static final String ENDED_OR_TURNED_AWAY = "(?s)(504|429) .*";

  @TempDir Path data;
  private ForgeProcess gateway;
  private Caller http;

  @BeforeEach
  void start() throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    gateway = ForgeProcess.start(ForgeFramework.productHome(), data, java, List.of("-Xmx256m"));
    http = new Caller(gateway.client());
    http.createBody("beside", "return 1;").ok();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void createHog(String count, String length) {
    String body = HOG.formatted(count, length);
    http.create("name", "hog", "body", body, "budget", object("wall_ms", 4_000)).ok();
  }

  /** Ten at once, and somebody who calls another skill all the while. */
  private List<CompletableFuture<Reply>> flood(Queue<String> beside) {
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < HOGS; i++) calls.add(later(() -> http.call("hog")));
    while (calls.stream().anyMatch(call -> !call.isDone())) beside.add(callBeside());
    return calls;
  }

  private String callBeside() {
    try {
      return http.call("beside").toString();
    } catch (UncheckedIOException e) {
      return e.toString();
    }
  }

  private void assertAllIsWell() {
    await().until(() -> http.call("beside").status() == 200);
    await().until(() -> http.get("/metrics").text().contains("\nforge_memory_short 0"));
  }

  @Test
  void theLargestIsEndedAndNoThreadOfTheGatewayLacksMemory() throws Exception {
    createHog("450", "12_500");
    Queue<String> beside = new ConcurrentLinkedQueue<>();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < FLOODS; i++)
      for (CompletableFuture<Reply> call : flood(beside))
        told.add(call.get(60, TimeUnit.SECONDS).toString());
    assertThat(told).allMatch(each -> each.matches(ENDED_OR_TURNED_AWAY));
    assertThat(told).anyMatch(each -> each.contains("run short of memory"));
    assertThat(beside).allMatch(each -> each.matches("(?s)(200|429) .*"));
    assertAllIsWell();
    assertThat(gateway.log()).doesNotContain("OutOfMemoryError");
  }

  /** They fill what is left as fast as anybody can look; that may cost a client its answer. */
  @Test
  void theGatewayOutlivesFloodsOfSmallObjects() {
    createHog("45_000", "120");
    for (int i = 0; i < FLOODS; i++) flood(new ConcurrentLinkedQueue<>());
    assertAllIsWell();
    assertThat(http.call("hog").toString()).matches(ENDED_OR_TURNED_AWAY);
    assertAllIsWell();
  }
}
