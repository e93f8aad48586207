// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gateway is killed at random instants, over and over, while clients create, update, roll back,
 * retire, trigger and switch. After each restart every answered change is there, and what was under
 * way has happened or has not.
 *
 * <p>The seed is fixed; {@code forge.it.kills} sets the number of kills (200; {@code bench/run
 * kills} for a longer run).
 */
class KillIT {

  private static final int KILLS = Integer.getInteger("forge.it.kills", 200);
  private static final long SEED = 20_261_122;
  private static final int CLIENTS = 2;
  private static final int SKILLS_A_CLIENT = 3;
  private static final int MOST_ANSWERS = 5;
  private static final int LONGEST_MORE_MICROS = 60_000;
  private static final int LONGEST_LIFE_SECONDS = 20;

  private final Random random = new Random(SEED);
  private final List<KilledClient> clients = new ArrayList<>();

  /** Kept when it fails: what happened stands in its trail and its log. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path data;

  @Test
  void everyAnsweredChangeIsThere() throws Exception {
    for (int i = 0; i < CLIENTS; i++)
      clients.add(new KilledClient("c" + i, SKILLS_A_CLIENT, new Random(random.nextLong())));
    for (int kill = 1; kill <= KILLS; kill++) life(kill);
    try (ForgeProcess last = start()) {
      check(new Caller(last.client()), KILLS + 1);
    }
    assertThat(clients.stream().mapToInt(KilledClient::answered).sum())
        .as("changes that were answered in all lives")
        .isGreaterThan(KILLS);
  }

  private ForgeProcess start() throws IOException {
    Path java = Path.of(System.getProperty("java.home"));
    return ForgeProcess.start(
        ForgeFramework.productHome(), data, java, List.of("-XX:TieredStopAtLevel=1"));
  }

  private void life(int number) throws Exception {
    try (ForgeProcess process = start()) {
      Caller caller = new Caller(process.client());
      check(caller, number);
      CountDownLatch answers = new CountDownLatch(random.nextInt(MOST_ANSWERS));
      List<Thread> threads = new ArrayList<>();
      for (KilledClient client : clients)
        threads.add(new Thread(() -> client.live(caller, answers::countDown)));
      threads.forEach(Thread::start);
      answers.await(LONGEST_LIFE_SECONDS, TimeUnit.SECONDS);
      // Some instant of what comes next: an instant is all that a kill waits for.
      TimeUnit.MICROSECONDS.sleep(random.nextInt(LONGEST_MORE_MICROS));
      process.kill();
      for (Thread thread : threads) thread.join();
    }
  }

  private void check(Caller caller, int life) {
    for (KilledClient client : clients) client.check(caller, "life " + life);
    Reply verdict = caller.get("/api/v1/forge/audit/verify");
    assertThat(verdict.field("ok")).as("life %s: %s", life, verdict.text()).isEqualTo(true);
    Reply list = caller.get("/api/v1/skills?limit=1000");
    assertThat(list.text()).as("life %s", life).doesNotContain("\"state\":\"broken\"");
    // Clients of this test expect that what they create goes live.
    assertThat(caller.post("/api/v1/forge/hot-reload/enable", object()).status()).isEqualTo(200);
  }
}
