// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Conversations with Gogo: at a terminal with a line editor, or from a script. */
final class Sessions {

  private final CommandProcessor processor;
  private final Completion completion;
  private final Path history;

  /**
   * Sessions of one gateway.
   *
   * @param history the file that keeps what was typed
   */
  Sessions(CommandProcessor processor, Completion completion, Path history) {
    this.processor = processor;
    this.completion = completion;
    this.history = history;
  }

  private CommandSession session(InputStream in, PrintStream out, Path folder) {
    CommandSession session = processor.createSession(in, out, out);
    session.put(CommandSession.OPTION_NO_GLOB, true);
    session.put("SCOPE", "forge:filter:*");
    session.put(Shell.VAR_PROCESSOR, processor);
    session.put(Shell.VAR_SESSION, session);
    if (Files.isDirectory(folder)) session.currentDir(folder);
    return session;
  }

  /** Reads commands with the line editor, until the end of input or {@code exit}. */
  void interactive(Terminal terminal, Path folder) {
    PrintStream out = new PrintStream(terminal.output(), true);
    try (CommandSession session = session(terminal.input(), out, folder)) {
      LineReader reader =
          LineReaderBuilder.builder()
              .appName("forge")
              .terminal(terminal)
              .parser(new Parser())
              .highlighter(new Highlighter(session))
              .completer(completion)
              .variable(LineReader.HISTORY_FILE, history)
              .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%M> ")
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      session.put(Shell.VAR_TERMINAL, terminal);
      session.put(Shell.VAR_READER, reader);
      terminal.handle(Terminal.Signal.INT, signal -> interrupt(session));
      while (turn(session, reader, out)) out.flush();
    }
  }

  private static void interrupt(CommandSession session) {
    Job job = session.foregroundJob();
    if (job != null) job.interrupt();
  }

  private boolean turn(CommandSession session, LineReader reader, PrintStream out) {
    try {
      String line = reader.readLine(prompt(reader.getTerminal()));
      if (isLeaving(line)) return false;
      run(session, line, out, true);
      return true;
    } catch (UserInterruptException e) {
      return true;
    } catch (EndOfFileException e) {
      return false;
    }
  }

  private static String prompt(Terminal terminal) {
    return new AttributedStringBuilder()
        .style(AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN))
        .append("forge")
        .style(AttributedStyle.DEFAULT)
        .append("> ")
        .toAnsi(terminal);
  }

  private static boolean isLeaving(String line) {
    return line.strip().equals("exit") || line.strip().equals("quit");
  }

  /**
   * Runs the lines of a script to its end.
   *
   * @return 0, or 1 when a command failed
   */
  int script(BufferedReader lines, PrintStream out, Path folder) throws IOException {
    int code = 0;
    try (CommandSession session = session(InputStream.nullInputStream(), out, folder)) {
      session.put("GREP_COLORS", "none=0");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (isLeaving(line)) break;
        if (!line.isBlank() && !run(session, line, out, false)) code = 1;
      }
    }
    return code;
  }

  private static boolean run(
      CommandSession session, String line, PrintStream out, boolean coloured) {
    try {
      Object result = session.execute(line);
      if (result != null) out.println(session.format(result, Converter.INSPECT));
      return true;
    } catch (Exception e) {
      String text = text(e);
      out.println(coloured ? "\u001b[31m" + text + "\u001b[0m" : text);
      return false;
    }
  }

  private static String text(Throwable e) {
    if (e instanceof CommandNotFoundException unknown)
      return "no command " + unknown.getCommand() + "; 'help' lists them";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refused) return cause.getMessage();
      if (cause instanceof InterruptedException) return "interrupted";
    }
    if (e instanceof IllegalArgumentException
        && String.valueOf(e.getMessage()).startsWith("Cannot coerce"))
      return "these words do not fit the command; see 'help'";
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
