// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.later;
import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The attack set in processes of its own: all of what goes on for ever is ended there, and with no
 * verifier before it nothing gets at the gateway, which answers others meanwhile.
 */
class IsolatedAttackIT {

  @RegisterExtension
  static final ForgeFramework FORGE =
      ForgeFramework.ofProduct().with("FORGE_ISOLATE", "body,source");

  private static final Object BUDGET = object("wall_ms", 400, "allocated_mb", 200);
  private static final Path WRITTEN = Path.of("/tmp/forge-attack");
  private static final AtomicInteger RAN = new AtomicInteger();

  @AfterEach
  void noTrace() throws IOException {
    System.clearProperty("forge.attack");
    Files.deleteIfExists(WRITTEN);
  }

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  /** Asks a guarded skill again and again; what it adds to the queue is wrong. */
  private static final class Beside implements AutoCloseable {
    /** Without it one of two processors would be busy with that. */
    private static final long PAUSE_NANOS = 5_000_000;

    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<Reply> wrong = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Reply> last;

    Beside() {
      Object digest = http().createBody("beside", "return 1;").ok().field("sha256");
      http().post("/api/v1/skills/beside/tier", object("tier", "guarded", "sha256", digest)).ok();
      last = later(this::ask);
    }

    private Reply ask() {
      for (; ; ) {
        Reply reply = http().call("beside");
        if (reply.status() != 200) wrong.add(reply);
        if (over.get()) return reply;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }

    @Override
    public void close() {
      over.set(true);
      last.join().ok();
      assertThat(wrong).as("beside").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loops",
        "handlers",
        "depth",
        "memory",
        "text",
        "regex",
        "numbers",
        "containers",
        "streams",
        "answers"
      })
  void whatGoesOnForEverIsEndedThere(String name) throws InterruptedException {
    Attacks family = Attacks.of(name);
    try (Beside beside = new Beside()) {
      Queue<String> wrong =
          family.each((attack, queue) -> AttackIT.endless(http(), family, attack, queue));
      assertThat(wrong).isEmpty();
    }
    for (String attack : family.attacks().keySet())
      assertThat(http().skill(family.skill(attack)).get("state"))
          .as(attack)
          .isNotEqualTo("quarantined");
  }

  /** Without the verifier all of them run, and get no further than their process. */
  @Test
  void whatReachesOutGetsNoFurtherThanItsProcess() throws Exception {
    new Breach(FORGE).verifier();
    Map<String, String> before = Map.copyOf(System.getenv());
    try (Beside beside = new Beside()) {
      for (String name :
          List.of("files", "net", "process", "jvm", "reflection", "threads", "state", "hooks")) {
        Attacks family = Attacks.of(name);
        assertThat(family.each((attack, queue) -> tried(family, attack, queue))).as(name).isEmpty();
      }
    } finally {
      FORGE.restart();
    }
    assertThat(RAN.get()).as("that were made and called").isGreaterThan(120);
    assertThat(System.getProperty("forge.attack")).isNull();
    assertThat(System.getenv()).isEqualTo(before);
    if (limits().contains("files")) assertThat(bytesWritten()).isZero();
  }

  private static void tried(Attacks family, String attack, Queue<String> wrong) {
    Reply made = http().create(family.spec(attack, family.attacks().get(attack), BUDGET));
    if (made.status() == 422) return;
    if (made.status() != 200) wrong.add(attack + ": " + made);
    if (!"isolated".equals(made.field("tier"))) wrong.add(attack + ": " + made);
    Reply reply = http().call(family.skill(attack));
    RAN.incrementAndGet();
    if (!List.of(200, 422, 500, 504).contains(reply.status())) wrong.add(attack + ": " + reply);
  }

  private static long bytesWritten() throws IOException {
    return Files.exists(WRITTEN) ? Files.size(WRITTEN) : 0;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> isolation() {
    return (Map<String, Object>) http().get("/v1/status").ok().field("isolation");
  }

  private static List<?> limits() {
    return (List<?>) isolation().get("limits");
  }

  /** The same code, unseen by the verifier, here and in a process of its own. */
  @Test
  void whatTheProcessHoldsIsFreeInTheGatewaysOwn() throws Exception {
    new Breach(FORGE).verifier();
    try (ServerSocket ear = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String set = "System.setProperty(\"forge.attack\", \"x\"); return 1;";
      String knock =
          "try (var s = new java.net.Socket(\"127.0.0.1\", %d)) { return s.isConnected(); }"
              .formatted(ear.getLocalPort());
      String env = "return System.getenv(\"PATH\") != null;";
      String write =
          "java.nio.file.Files.writeString(java.nio.file.Path.of(\"/tmp/forge-attack\"), \"x\");"
              + " return 1;";
      there("set", set);
      assertThat(System.getProperty("forge.attack")).isNull();
      Reply reply = there("knock", knock);
      if (isolation().get("network").equals("none"))
        assertThat(reply.status()).as(reply.text()).isEqualTo(500);
      assertThat(there("environment", env).value()).isEqualTo(false);
      there("write", write);
      if (limits().contains("files")) assertThat(bytesWritten()).isZero();

      here("set").ok();
      assertThat(System.getProperty("forge.attack")).isEqualTo("x");
      CompletableFuture<Socket> heard = CompletableFuture.supplyAsync(() -> accepted(ear));
      assertThat(here("knock").value()).isEqualTo(true);
      heard.get(20, TimeUnit.SECONDS).close();
      assertThat(here("environment").value()).isEqualTo(true);
      Files.deleteIfExists(WRITTEN);
      here("write").ok();
      assertThat(bytesWritten()).isEqualTo(1);
    } finally {
      FORGE.restart();
    }
  }

  private static Socket accepted(ServerSocket ear) {
    try {
      return ear.accept();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Reply there(String name, String body) {
    http().create("name", "try_" + name, "body", body, "budget", BUDGET).ok();
    assertThat(http().skill("try_" + name)).containsEntry("tier", "isolated");
    return http().call("try_" + name);
  }

  private static Reply here(String name) {
    Object digest = http().skill("try_" + name).get("sha256");
    http()
        .post("/api/v1/skills/try_" + name + "/tier", object("tier", "guarded", "sha256", digest))
        .ok();
    assertThat(http().skill("try_" + name)).containsEntry("tier", "guarded");
    return http().call("try_" + name);
  }
}
