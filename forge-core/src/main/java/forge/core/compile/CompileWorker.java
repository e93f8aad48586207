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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program of a process that compiles: one skill at a time, over its standard input and output.
 * It warms up when nobody asks, and ends when the gateway does.
 */
public final class CompileWorker {

  /** The argument with which it ends as programs do, so that what it has loaded can be kept. */
  public static final String REHEARSE = "rehearse";

  private final InputStream in;
  private final OutputStream out;

  private CompileWorker(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Serves until its input ends. */
  public static void main(String[] args) {
    try {
      CompileWorker worker =
          new CompileWorker(
              new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
              new FileOutputStream(FileDescriptor.out));
      System.setIn(InputStream.nullInputStream());
      System.setOut(new PrintStream(OutputStream.nullOutputStream()));
      worker.serve();
    } catch (IOException | RuntimeException e) {
      // The gateway has ended, or speaks another language: nobody is there to be told.
    }
    if (args.length == 0) Runtime.getRuntime().halt(0);
  }

  private void serve() throws IOException {
    SkillCompiler compiler = SkillCompiler.of(CompileWire.seen(Wire.read(in)));
    Wire.write(out, List.of("ready", compiler.word()));
    for (int step = 0; ; )
      if (step < WarmUp.STEPS && isIdle()) WarmUp.step(compiler, step++);
      else Wire.write(out, answer(compiler, Wire.read(in)));
  }

  private boolean isIdle() {
    try {
      return in.available() == 0;
    } catch (IOException e) {
      return false;
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
