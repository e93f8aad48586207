// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
  @TempDir Path temp;

  private static LogRecord entry(Level level, String message) {
    LogRecord entry = new LogRecord(level, message);
    entry.setLoggerName("forge.core.line.ForgeLine");
    entry.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
    return entry;
  }

  @Test
  void oneLineARecord() {
    assertThat(new LineFormat().format(entry(Level.INFO, "made")))
        .isEqualTo("2026-01-02T03:04:05.000Z INFO  ForgeLine: made\n");
  }

  @Test
  void loggedTextCannotPassForARecord() {
    String forged = "x\n2026-01-02T03:04:05.000Z INFO  ForgeLine: made\r\nby me";
    assertThat(new LineFormat().format(entry(Level.WARNING, forged)).lines().skip(1))
        .allMatch(line -> line.startsWith("    "));
  }

  @Test
  void stackTraceIsIndented() {
    LogRecord entry = entry(Level.SEVERE, "broken");
    entry.setThrown(new IllegalStateException("why"));
    assertThat(new LineFormat().format(entry))
        .startsWith("2026-01-02T03:04:05.000Z ERROR ForgeLine: broken\n    java.lang.Illegal")
        .contains("    \tat forge.runtime.LogsTest");
  }

  @Test
  void fileRollsAndKeepsAHandful() throws IOException {
    Path file = temp.resolve("forge.log");
    LogFile log = new LogFile(file, 200);
    log.setFormatter(new LineFormat());
    for (int i = 0; i < 60; i++) log.publish(entry(Level.INFO, "line " + i));
    log.close();
    assertThat(file).content().endsWith("line 59\n");
    assertThat(temp.resolve("forge.log.4")).exists();
    assertThat(temp.resolve("forge.log.5")).doesNotExist();
    try (var files = Files.list(temp)) {
      assertThat(files).hasSize(5).allMatch(path -> path.toFile().length() <= 200);
    }
  }

  @Test
  void printedLinesBecomeRecords() {
    List<String> seen = new ArrayList<>();
    Logger logger = Logger.getLogger("printed");
    logger.setUseParentHandlers(false);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            seen.add(entry.getLevel() + " " + entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    PrintStream out = new PrintStream(new PrintedLines("printed"), true, StandardCharsets.UTF_8);
    out.print("ERROR: Bündle\r\n\n{0} half");
    out.println(" line");
    assertThat(seen).containsExactly("SEVERE ERROR: Bündle", "INFO {0} half line");
  }
}
