// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * The log on disk: the newest lines are always in the file itself, older ones in {@code .1} to
 * {@code .4}. (The JDK's own handler would call the newest {@code forge.log.0}.)
 */
final class LogFile extends Handler {
  private static final int OLDER = 4;

  private final Path file;
  private final long limit;
  private OutputStream out;
  private long size;

  LogFile(Path file) throws IOException {
    this(file, 10_000_000);
  }

  LogFile(Path file, long limit) throws IOException {
    this.file = file;
    this.limit = limit;
    open();
  }

  private void open() throws IOException {
    out = Files.newOutputStream(file, CREATE, APPEND);
    size = Files.size(file);
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    if (!isLoggable(entry)) return;
    byte[] line = getFormatter().format(entry).getBytes(StandardCharsets.UTF_8);
    try {
      if (size > 0 && size + line.length > limit) rotate();
      out.write(line);
      size += line.length;
    } catch (IOException e) {
      reportError("cannot write " + file, e, ErrorManager.WRITE_FAILURE);
    }
  }

  private void rotate() throws IOException {
    out.close();
    for (int age = OLDER - 1; age >= 0; age--)
      if (Files.exists(older(age))) Files.move(older(age), older(age + 1), REPLACE_EXISTING);
    open();
  }

  private Path older(int age) {
    return age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
  }

  /** Every line is written when it comes. */
  @Override
  public void flush() {}

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      reportError("cannot close " + file, e, ErrorManager.CLOSE_FAILURE);
    }
  }
}
