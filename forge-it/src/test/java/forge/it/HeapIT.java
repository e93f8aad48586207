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
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that are each within their budget, and together more than the gateway has. */
class HeapIT {

  private static final int HOGS = 10;

  /** Keeps 45 MB until it is ended. */
  private static final String HOG =
      "List<long[]> all = new ArrayList<>(); for (int i = 0; i < 450; i++) all.add(new"
          + " long[12_500]); while (all.size() > 1) { } return all.size();";

  @TempDir Path data;

  @Test
  void theLargestIsEndedAndTheGatewayAnswersOn() throws Exception {
    Path java = Path.of(System.getProperty("java.home"));
    Path home = ForgeFramework.productHome();
    try (ForgeProcess gateway = ForgeProcess.start(home, data, java, List.of("-Xmx256m"))) {
      Caller http = new Caller(gateway.client());
      http.create("name", "hog", "body", HOG, "budget", object("wall_ms", 10_000)).ok();
      http.createBody("beside", "return 1;").ok();
      List<CompletableFuture<Reply>> calls = new ArrayList<>();
      for (int i = 0; i < HOGS; i++) calls.add(later(() -> http.call("hog")));
      Queue<Reply> wrong = new ConcurrentLinkedQueue<>();
      while (calls.stream().anyMatch(call -> !call.isDone())) {
        Reply beside = http.call("beside");
        if (beside.status() != 200 && beside.status() != 429) wrong.add(beside);
      }
      List<String> told = new ArrayList<>();
      for (CompletableFuture<Reply> call : calls)
        told.add(call.get(60, TimeUnit.SECONDS).toString());
      assertThat(told).allMatch(each -> each.matches("(?s)(504|429) .*"), "ended or turned away");
      assertThat(told).anyMatch(each -> each.contains("run short of memory"));
      assertThat(wrong).isEmpty();
      await().until(() -> http.call("beside").status() == 200);
      assertThat(http.get("/metrics").text()).contains("\nforge_memory_short 0");
    }
  }
}
