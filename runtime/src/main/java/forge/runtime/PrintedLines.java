// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Makes a log record of each line that is printed. */
final class PrintedLines extends OutputStream {
  private static final int LONGEST = 8_192;

  private final Logger logger;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** A log handler that fails prints that, which must not come back to it. */
  private boolean logging;

  PrintedLines(String name) {
    logger = Logger.getLogger(name);
  }

  @Override
  public synchronized void write(int b) {
    if (b == '\n' || line.size() >= LONGEST) end();
    if (b != '\n' && b != '\r') line.write(b);
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (logging || text.isBlank()) return;
    logging = true;
    try {
      logger.log(level(text), text);
    } finally {
      logging = false;
    }
  }

  private static Level level(String text) {
    if (text.startsWith("ERROR")) return Level.SEVERE;
    return text.startsWith("WARN") ? Level.WARNING : Level.INFO;
  }
}
