// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.later;
import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are each within their budget, and together more than the gateway has. */
class HeapIT {

  private static final int FLOODS = 3;
  private static final int HOGS = 10;

  /** Keeps 45 MB until it is ended. */
  private static final String HOG =
      "List<long[]> all = new ArrayList<>(); for (int i = 0; i < 450; i++) all.add(new"
          + " long[12_500]); while (all.size() > 1) { } return all.size();";

  /** As much in so small pieces that nothing sees the last of the heap go. */
  private static final String HOG_OF_SMALL =
      "List<long[]> all = new ArrayList<>(); for (int i = 0; i < 45_000; i++) all.add(new"
          + " long[120]); while (all.size() > 1) { } return all.size();";

  @TempDir Path data;

  private ForgeProcess small() throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    return ForgeProcess.start(ForgeFramework.productHome(), data, java, List.of("-Xmx256m"));
  }

  private static Caller with(ForgeProcess gateway, String hog) {
    Caller http = new Caller(gateway.client());
    http.create("name", "hog", "body", hog, "budget", object("wall_ms", 4_000)).ok();
    http.createBody("beside", "return 1;").ok();
    return http;
  }

  @Test
  void theLargestIsEndedAndNoThreadOfTheGatewayLacksMemory() throws Exception {
    try (ForgeProcess gateway = small()) {
      Caller http = with(gateway, HOG);
      List<String> beside = new ArrayList<>();
      List<String> told = new ArrayList<>();
      for (int i = 0; i < FLOODS; i++)
        for (CompletableFuture<Reply> call : flood(http, beside))
          told.add(call.get(60, TimeUnit.SECONDS).toString());
      assertThat(told).allMatch(each -> each.matches("(?s)(504|429) .*"), "ended or turned away");
      assertThat(told).anyMatch(each -> each.contains("run short of memory"));
      assertThat(beside).allMatch(each -> each.matches("(?s)(200|429) .*"));
      await().until(() -> http.call("beside").status() == 200);
      assertThat(http.get("/metrics").text()).contains("\nforge_memory_short 0");
      assertThat(gateway.log()).doesNotContain("OutOfMemoryError");
    }
  }

  /** Ten at once, and somebody who calls another skill all the while. */
  private static List<CompletableFuture<Reply>> flood(Caller http, List<String> beside) {
    List<CompletableFuture<Reply>> calls = new ArrayList<>();
    for (int i = 0; i < HOGS; i++) calls.add(later(() -> http.call("hog")));
    while (calls.stream().anyMatch(call -> !call.isDone()))
      beside.add(http.call("beside").toString());
    return calls;
  }

  /** An answer may be lost to that, and a thread of the server; not the port. */
  @Test
  void thePortIsThereAfterFloodsOfSmallObjects() throws Exception {
    try (ForgeProcess gateway = small()) {
      Caller http = with(gateway, HOG_OF_SMALL);
      for (int i = 0; i < FLOODS; i++) {
        List<CompletableFuture<Reply>> calls = new ArrayList<>();
        for (int j = 0; j < HOGS; j++) calls.add(later(() -> http.call("hog")));
        await()
            .atMost(90, TimeUnit.SECONDS)
            .until(() -> calls.stream().allMatch(CompletableFuture::isDone));
        await()
            .atMost(150, TimeUnit.SECONDS)
            .ignoreExceptions()
            .until(() -> new Caller(gateway.client()).call("beside").status() == 200);
      }
    }
  }
}
