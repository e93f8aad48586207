// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.api.SkillName;
import forge.core.compile.CompileWire;
import forge.core.compile.Visible;
import forge.core.worker.Wire;
import forge.make.ClassSet;
import forge.make.Rejected;
import forge.make.SourceSet;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * One process that compiles, as the gateway sees it. Used by one thread at a time, ended by any.
 */
final class CompileProcess {

  /** What the JVM ends with when its memory is not enough. */
  private static final int OUT_OF_MEMORY = 3;

  private static final int PATIENCE_SECONDS = 5;

  private final Process process;
  private volatile boolean late;
  private volatile boolean ended;
  private volatile long used = System.nanoTime();
  private int uses;

  CompileProcess(Process process) {
    this.process = process;
  }

  /** Tells it what sources may see, and waits until it can compile; gives its compiler's name. */
  String begin(Visible visible) throws IOException {
    Wire.write(process.getOutputStream(), CompileWire.see(visible));
    List<?> ready = Wire.read(process.getInputStream());
    used = System.nanoTime();
    if (ready.get(0).equals("ready") && ready.size() == 2 && ready.get(1) instanceof String word)
      return word;
    throw Wire.malformed("it begins with " + ready.get(0));
  }

  /**
   * Compiles.
   *
   * @throws Rejected when the source is wrong
   * @throws IOException when it has ended, or says what it should not
   */
  ClassSet compile(SkillName name, SourceSet source) throws IOException {
    try {
      Wire.write(process.getOutputStream(), CompileWire.compile(name, source));
      return CompileWire.answer(Wire.read(process.getInputStream()));
    } finally {
      uses++;
      used = System.nanoTime();
    }
  }

  int uses() {
    return uses;
  }

  long idleNanos() {
    return System.nanoTime() - used;
  }

  boolean isAlive() {
    return !ended && process.isAlive();
  }

  /** The time of the processor it has had; empty where the system does not tell. */
  OptionalLong cpuNanos() {
    return process.info().totalCpuDuration().stream().mapToLong(Duration::toNanos).findFirst();
  }

  void whenEnded(Runnable task) {
    process.onExit().thenRun(task);
  }

  /** Ends it because what it does takes too long. */
  void tooLate() {
    late = true;
    end();
  }

  boolean wasLate() {
    return late;
  }

  void end() {
    ended = true;
    process.destroyForcibly();
  }

  /** Ends it if it has not, and waits for that; gives its exit code. */
  int exitCode() {
    try {
      // An end that it has come to by itself takes a moment to be seen.
      if (!process.waitFor(1, TimeUnit.SECONDS)) end();
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
      return -1;
    }
  }

  static boolean isOutOfMemory(int exitCode) {
    return exitCode == OUT_OF_MEMORY;
  }
}
