// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.MDC;

/**
 * One line a record: time, level, short logger name, message, the request it is about. Further
 * lines (of a message or a stack trace) are indented, so no text that is logged can pass for a
 * record.
 */
final class LineFormat extends Formatter {

  @Override
  public String format(LogRecord entry) {
    StringBuilder line = new StringBuilder(160);
    line.append(time(entry)).append(' ').append(level(entry.getLevel())).append(' ');
    line.append(shortName(entry.getLoggerName()))
        .append(": ")
        .append(indented(formatMessage(entry)));
    String request = MDC.get("request");
    if (request != null) line.append(" request=").append(request);
    if (entry.getThrown() != null) line.append("\n    ").append(indented(trace(entry.getThrown())));
    return line.append('\n').toString();
  }

  private static String time(LogRecord entry) {
    String time = entry.getInstant().truncatedTo(ChronoUnit.MILLIS).toString();
    // Instant leaves zeros out; columns should not.
    return time.length() == 20 ? time.substring(0, 19) + ".000Z" : time;
  }

  private static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) return "ERROR";
    if (value >= Level.WARNING.intValue()) return "WARN ";
    return value >= Level.INFO.intValue() ? "INFO " : "DEBUG";
  }

  private static String shortName(String logger) {
    return logger == null ? "-" : logger.substring(logger.lastIndexOf('.') + 1);
  }

  private static String indented(String text) {
    return text.strip().replaceAll("\\R", "\n    ");
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
