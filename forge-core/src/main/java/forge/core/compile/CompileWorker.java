// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.SkillName;
import forge.core.worker.Wire;
import forge.make.Rejected;
import forge.make.SourceSet;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The program of a process that compiles: one skill at a time, over its standard input and output.
 * It compiles a small sample at once and larger ones when nobody has asked for a second, to get
 * warm, and ends when the gateway does.
 */
public final class CompileWorker {

  /** The argument with which it ends as programs do, so that what it has loaded can be kept. */
  public static final String REHEARSE = "rehearse";

  /** So long after it has begun it is free for those who order something at once. */
  private static final Duration FREE = Duration.ofSeconds(1);

  private static final List<?> END = List.of("end");

  private final BlockingQueue<List<?>> questions = new LinkedBlockingQueue<>();
  private final InputStream in;
  private final OutputStream out;

  /** Whether the one that compiles reads for itself; told and asked under the lock of questions. */
  private boolean direct;

  private CompileWorker(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Serves until its input ends. */
  public static void main(String[] args) {
    boolean rehearsal = List.of(args).contains(REHEARSE);
    try {
      CompileWorker worker =
          new CompileWorker(
              new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
              new FileOutputStream(FileDescriptor.out));
      System.setIn(InputStream.nullInputStream());
      System.setOut(new PrintStream(OutputStream.nullOutputStream()));
      SkillCompiler compiler = worker.begin();
      if (rehearsal) WarmUp.run(compiler);
      else worker.serve(compiler);
    } catch (IOException | InterruptedException | RuntimeException e) {
      // The gateway has ended, or speaks another language: nobody is there to be told.
    }
    if (!rehearsal) Runtime.getRuntime().halt(0);
  }

  private SkillCompiler begin() throws IOException {
    SkillCompiler compiler = SkillCompiler.of(CompileWire.seen(Wire.read(in)));
    Wire.write(out, List.of("ready", compiler.word()));
    return compiler;
  }

  private void serve(SkillCompiler compiler) throws IOException, InterruptedException {
    Thread reader = new Thread(this::read, "questions");
    reader.setDaemon(true);
    reader.start();
    long free = System.nanoTime() + FREE.toNanos();
    for (int step = 0; ; ) {
      List<?> question = questions.poll();
      if (question == null && step == WarmUp.STEPS) question = next(reader);
      if (question == null && step > 0)
        question = questions.poll(free - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (question == null) WarmUp.step(compiler, step++);
      else if (question.equals(END)) return;
      else Wire.write(out, answer(compiler, question));
    }
  }

  /**
   * The next question of one who has nothing else to do: no thread need wait for it in its place,
   * to be woken first and to wake this one then. The reader hands on the one that it waits for.
   */
  private List<?> next(Thread reader) throws InterruptedException {
    synchronized (questions) {
      if (questions.isEmpty()) direct = true;
    }
    if (reader.isAlive() || !questions.isEmpty()) {
      List<?> question = questions.take();
      if (direct) reader.join();
      return question;
    }
    try {
      return Wire.read(in);
    } catch (IOException e) {
      return END;
    }
  }

  private void read() {
    while (true) {
      List<?> question;
      try {
        question = Wire.read(in);
      } catch (IOException e) {
        question = END;
      }
      synchronized (questions) {
        questions.add(question);
        if (direct || question.equals(END)) return;
      }
    }
  }

  private static List<?> answer(SkillCompiler compiler, List<?> question) throws IOException {
    if (!question.get(0).equals("compile")) throw Wire.malformed("" + question.get(0));
    Map<String, String> files = new TreeMap<>();
    ((Map<?, ?>) question.get(2)).forEach((file, text) -> files.put((String) file, (String) text));
    try {
      return CompileWire.made(
          compiler.compile(new SkillName((String) question.get(1)), new SourceSet(files)));
    } catch (Rejected e) {
      return CompileWire.refused(e.findings());
    }
  }
}
