// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command at a terminal of its own, which {@code script} of util-linux makes. */
final class Pty implements AutoCloseable {

  static final String TAB = "\t";
  static final String ENTER = "\r";
  static final String CTRL_C = "\u0003";
  static final String CTRL_D = "\u0004";

  private static final String SIZE = "stty cols 120 rows 40; exec ";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final StringBuffer screen = new StringBuffer();
  private int read;

  Pty(Path folder, List<String> command) throws IOException {
    String line = String.join(" ", command.stream().map(word -> "'" + word + "'").toList());
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of("env", "--default-signal=INT", "script", "-qfec", SIZE + line, "/dev/null"));
    builder.environment().put("TERM", "xterm");
    builder.environment().put("SHELL", "/bin/sh");
    builder.environment().put("FORGE_JAVA", System.getProperty("java.home"));
    process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "pty");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (Reader in = process.inputReader(StandardCharsets.UTF_8)) {
      for (int c = in.read(); c >= 0; c = in.read()) screen.append((char) c);
    } catch (IOException e) {
      screen.append(e);
    }
  }

  /** What is shown, without colours and movements. */
  private String shown() {
    return screen.toString().replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]|\r", "");
  }

  Pty type(String... keys) throws IOException {
    for (String key : keys) process.getOutputStream().write(key.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  /** Waits until that is shown behind what was awaited last. */
  Pty awaits(String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(shown().substring(read)).as("on the screen").contains(text));
    read = shown().indexOf(text, read) + text.length();
    return this;
  }

  /** Waits for the end, and gives the exit code. */
  int end() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(shown()).isTrue();
    return process.exitValue();
  }

  /** Ends it as a closed window does. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
