// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The {@code forge} script of an unpacked archive, run as a person would.
 *
 * @param home the folder of the script
 * @param data the data folder it is given by environment
 */
record ForgeScript(Path home, Path data) {

  /** An archive of classes takes a minute and more on a busy machine. */
  private static final long PATIENCE_SECONDS = 240;

  /** What a command said and how it ended. */
  record Said(int code, String text) {}

  /** Unpacks the archive of this build into the folder. */
  static Path unpack(Path folder) throws Exception {
    Files.createDirectories(folder);
    Process tar =
        new ProcessBuilder("tar", "xzf", System.getProperty("forge.archive"))
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    try (var unpacked = Files.list(folder)) {
      return unpacked.findFirst().orElseThrow();
    }
  }

  Said run(String... args) throws Exception {
    return end(start(args));
  }

  Said run(Map<String, String> environment, String... args) throws Exception {
    return end(start(environment, args));
  }

  /** Waits for the end of what {@link #start} began. */
  static Said end(Process process) throws Exception {
    CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> read(process));
    boolean ended = process.waitFor(PATIENCE_SECONDS, SECONDS);
    if (!ended) process.destroyForcibly();
    assertThat(ended).as(() -> "ends: " + text.join()).isTrue();
    return new Said(process.exitValue(), text.get(PATIENCE_SECONDS, SECONDS));
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process start(String... args) throws IOException {
    return start(Map.of(), args);
  }

  private Process start(Map<String, String> environment, String... args) throws IOException {
    // Whoever runs the tests in the background has it ignored, and what is started inherits that.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(home.resolve("forge").toString());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FORGE_DATA", data.toString());
    builder.environment().put("FORGE_PORT", "0");
    builder.environment().put("FORGE_JAVA", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The process number in the lock, as the gateway wrote it. */
  String pid() throws IOException {
    return Files.readString(data.resolve("run/lock")).strip();
  }

  static void signal(String name, String pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }
}
