// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Who stops does not wait for what is made for the next start. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class CompilersStopTest {

  private static final Duration LONGEST = Duration.ofSeconds(6);

  @TempDir Path folder;

  /** Its archive is begun twenty seconds after the first process is there. */
  @Test
  void itStopsAtOnceWhileItsArchiveIsMade() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Compilers compilers = Compilers.ofClassPath(own, 1, LONGEST);
    await().atMost(Duration.ofMinutes(1)).until(() -> of(own).anyMatch(this::makesTheArchive));
    List<ProcessHandle> all = of(own).toList();
    long begun = System.nanoTime();
    compilers.close();
    assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(10).toNanos());
    for (ProcessHandle each : all) each.onExit().get(10, TimeUnit.SECONDS);
    try (Stream<Path> files = Files.list(own)) {
      assertThat(files).noneMatch(file -> file.toString().contains(".part"));
    }
  }

  private static Stream<ProcessHandle> of(Path folder) {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()));
  }

  private boolean makesTheArchive(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(".part");
  }
}
