// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import forge.shell.Frames.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

/**
 * One client of the socket: with a terminal it gets the line editor, without one its input is run
 * line by line. When it goes, nothing else does.
 */
final class Remote implements Runnable {

  private static final int PIPE = 1 << 16;

  private final SocketChannel socket;
  private final Frames frames;
  private final Sessions sessions;

  Remote(SocketChannel socket, Sessions sessions) {
    this.socket = socket;
    this.sessions = sessions;
    this.frames = new Frames(socket);
  }

  @Override
  public void run() {
    try (socket;
        frames) {
      Frame hello = frames.read();
      if (hello.kind() != Frames.HELLO || hello.lines().length < 4) return;
      int code = talk(hello.lines());
      frames.write(Frames.EXIT, new byte[] {(byte) code}, 0, 1);
    } catch (IOException | NumberFormatException e) {
      // The client is gone.
    }
  }

  private int talk(String[] hello) throws IOException {
    PipedInputStream typed = new PipedInputStream(PIPE);
    PipedOutputStream pipe = new PipedOutputStream(typed);
    Path folder = Path.of(hello[3]);
    if (hello[0].isEmpty()) {
      listen(pipe, null);
      return lines(typed, folder);
    }
    try (Terminal terminal =
        new ExternalTerminal("forge", hello[0], typed, frames.data(), StandardCharsets.UTF_8)) {
      terminal.setSize(size(hello[1], hello[2]));
      listen(pipe, terminal);
      sessions.interactive(terminal, folder);
      return 0;
    }
  }

  private int lines(PipedInputStream typed, Path folder) throws IOException {
    try (PrintStream out = new PrintStream(frames.data(), true, StandardCharsets.UTF_8)) {
      return sessions.script(
          new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8)), out, folder);
    }
  }

  private static Size size(String columns, String rows) {
    return new Size(Integer.parseInt(columns), Integer.parseInt(rows));
  }

  private void listen(PipedOutputStream pipe, Terminal terminal) {
    Thread thread = new Thread(() -> pass(pipe, terminal), "forge-shell-input");
    thread.setDaemon(true);
    thread.start();
  }

  private void pass(PipedOutputStream pipe, Terminal terminal) {
    try (pipe) {
      for (Frame frame = frames.read(); frame.kind() >= 0; frame = frames.read()) {
        if (frame.kind() == Frames.DATA) {
          // No bytes: the end of the client's input.
          if (frame.bytes().length == 0) return;
          pipe.write(frame.bytes());
          pipe.flush();
        }
        if (frame.kind() == Frames.SIZE && terminal != null) {
          terminal.setSize(size(frame.lines()[0], frame.lines()[1]));
          terminal.raise(Terminal.Signal.WINCH);
        }
      }
      // The client is gone, and with it whatever its command does.
      if (terminal != null) terminal.raise(Terminal.Signal.INT);
    } catch (IOException | NumberFormatException e) {
      if (terminal != null) terminal.raise(Terminal.Signal.INT);
    }
  }
}
