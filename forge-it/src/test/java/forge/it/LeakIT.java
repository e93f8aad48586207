// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import forge.it.Caller.Reply;
import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand versions later the gateway holds no more than before the first of them. */
class LeakIT {

  private static final int CHANGES = 1_000;
  private static final int WARM_UP = 200;

  /** Class loaders of skills, beyond those there were. */
  private static final long MORE_LOADERS = 5;

  /**
   * What the JIT still learns of the gateway's own methods is kept there, too, 3 MB at most (seen
   * by 2,000 versions more); a thousand skills that stay take 7 MB and more.
   */
  private static final long MORE_METASPACE_KB = 5_000;

  private static final Duration PATIENCE = Duration.ofSeconds(100);
  private static final Pattern METASPACE = Pattern.compile("Both: +(\\d+)\\.\\d+ KB used");

  private static final Object WRONG = List.of(object("input", object(), "output", 2));

  @TempDir Path data;

  /**
   * What a gateway holds after a collection.
   *
   * @param loaders class loaders of forged skills
   * @param threads threads of Java
   * @param files open files, without sockets of calls
   * @param metaspace kB
   */
  private record Held(long loaders, long threads, long files, long metaspace) {

    static Held by(ForgeProcess forge) {
      // What hangs on a dead loader is gone only after the next collection.
      for (int i = 0; i < 3; i++) forge.jcmd("GC.run");
      String usage = forge.jcmd("VM.metaspace basic scale=KB");
      Matcher metaspace = METASPACE.matcher(usage);
      assertThat(metaspace.find()).as(usage).isTrue();
      return new Held(
          count(forge.jcmd("VM.classloaders show-classes=true"), "forge_gen_"),
          count(forge.jcmd("Thread.print"), "\" #"),
          files(forge),
          Long.parseLong(metaspace.group(1)));
    }

    private static long count(String text, String part) {
      return text.lines().filter(line -> line.contains(part)).count();
    }

    private static long files(ForgeProcess forge) {
      try (Stream<Path> open = Files.list(Path.of("/proc/" + forge.pid() + "/fd"))) {
        return open.count();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Versions of one skill, each called; one in ten is refused at one of the stages. */
  private static void change(Caller http, int number) {
    switch (number % 30) {
      case 9 -> refused(http.createBody("leaky", "return nowhere;"), "CLASSES");
      case 19 -> refused(http.createBody("leaky", "return System.getenv(\"HOME\");"), "BUNDLE");
      case 29 ->
          refused(http.create("name", "leaky", "body", "return 1;", "examples", WRONG), "SERVICE");
      default -> {
        http.createBody("leaky", "record N(long n) {} return new N(" + number + "L).n();").ok();
        assertThat(http.call("leaky").ok().value()).isEqualTo((long) number);
      }
    }
  }

  private static void refused(Reply reply, String stage) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(422);
    assertThat(reply.field("stage")).isEqualTo(stage);
  }

  @Test
  void nothingIsLeftOfAThousandVersions() throws Exception {
    try (ForgeProcess forge = ForgeProcess.start(data)) {
      Caller http = new Caller(forge.client());
      for (int i = 0; i < WARM_UP; i++) change(http, i);
      Held before = Held.by(forge);
      for (int i = 0; i < CHANGES; i++) change(http, i);
      // Pools let go of what they do not need, and the collector unloads, in their own time.
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                Held after = Held.by(forge);
                assertThat(after.loaders).as("%s", after).isLessThanOrEqualTo(MORE_LOADERS);
                assertThat(after.threads)
                    .as("%s, before %s", after, before)
                    .isLessThanOrEqualTo(before.threads);
                assertThat(after.files)
                    .as("%s, before %s", after, before)
                    .isLessThanOrEqualTo(before.files);
                assertThat(after.metaspace)
                    .as("%s, before %s", after, before)
                    .isLessThan(before.metaspace + MORE_METASPACE_KB);
              });
    }
  }
}
