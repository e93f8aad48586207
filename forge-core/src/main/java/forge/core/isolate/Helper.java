// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.core.worker.Wire;
import forge.guard.SkillKill.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** One worker process, as the gateway sees it. Used by one thread at a time, ended by any. */
final class Helper {

  /** What the JVM ends with when its memory is not enough. */
  private static final int OUT_OF_MEMORY = 3;

  private static final int PATIENCE_SECONDS = 5;
  private static final long START_NANOS = Duration.ofSeconds(20).toNanos();

  /** One that was started ahead has had its time. */
  private static final long SPARE_NANOS = Duration.ofSeconds(5).toNanos();

  private final Process process;
  private final Said said;
  private final long heapMegabytes;
  private final AtomicReference<Ending> ending = new AtomicReference<>();
  private volatile long deadline;
  private volatile boolean limited;
  private volatile long used = System.nanoTime();
  private boolean ready;
  private int calls;
  private long busyNanos;

  Helper(Process process, long heapMegabytes) {
    this.process = process;
    this.said = new Said(process.getInputStream());
    this.heapMegabytes = heapMegabytes;
  }

  long heapMegabytes() {
    return heapMegabytes;
  }

  boolean isAlive() {
    return ending.get() == null && process.isAlive();
  }

  /** Since its last call ended, or it came. */
  long idleNanos() {
    return System.nanoTime() - used;
  }

  int calls() {
    return calls;
  }

  long busyNanos() {
    return busyNanos;
  }

  /** Ends the process; the first reason counts. */
  void end(Reason reason, String message) {
    ending.compareAndSet(null, new Ending(reason, message));
    process.destroyForcibly();
  }

  /** Ends it when what it does takes too long. */
  void watch() {
    if (limited && System.nanoTime() - deadline > 0) end(Reason.TIMEOUT, "");
  }

  /** Gives it a skill; which rule it breaks and why, or nothing. */
  Optional<NoWorker> load(String name, String type, byte[] jar, boolean spare) throws IOException {
    limit(spare ? SPARE_NANOS : START_NANOS);
    try {
      if (!ready && !"ready".equals(Wire.read(said).get(0)))
        throw Wire.malformed("a worker begins with ready");
      ready = true;
      Wire.write(process.getOutputStream(), List.of("load", name, type, jar));
      List<?> loaded = Wire.read(said);
      if (loaded.get(0).equals("loaded")
          && loaded.size() == 3
          && loaded.get(1) instanceof String rule
          && loaded.get(2) instanceof String why)
        return rule.isEmpty() ? Optional.empty() : Optional.of(new NoWorker(rule, why));
      throw Wire.malformed("" + loaded.get(0));
    } finally {
      limited = false;
      used = System.nanoTime();
    }
  }

  /** What a worker says before its answer, and what it is told then: a frame, or nothing. */
  interface Listener {
    byte[] told(String word, Object about) throws IOException;
  }

  /** Says something, which is a frame, and waits for the answer to it. */
  List<?> ask(byte[] message, long nanos, Listener listener) throws IOException {
    long begun = System.nanoTime();
    limit(nanos);
    try {
      say(message);
      said.begin();
      for (; ; ) {
        List<?> told = Wire.read(said);
        String word = (String) told.get(0);
        if (word.equals("done") || word.equals("killed")) return told;
        if (told.size() != 2) throw Wire.malformed(word);
        byte[] reply = listener.told(word, told.get(1));
        if (reply.length > 0) say(reply);
      }
    } finally {
      limited = false;
      used = System.nanoTime();
      calls++;
      busyNanos += used - begun;
    }
  }

  private void say(byte[] frame) throws IOException {
    process.getOutputStream().write(frame);
    process.getOutputStream().flush();
  }

  private void limit(long nanos) {
    deadline = System.nanoTime() + nanos;
    limited = true;
  }

  /** Why it says nothing more. */
  Ending ended() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Nobody reads it any more.
    }
    Ending told = ending.get();
    return told != null ? told : new Ending(Reason.LEFT, how());
  }

  private String how() {
    try {
      boolean over = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return over ? "with exit code " + process.exitValue() : "without an end";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "with the gateway";
    }
  }

  /** Whether its memory was not enough. */
  boolean ranOutOfMemory() {
    return ending.get() == null && !process.isAlive() && process.exitValue() == OUT_OF_MEMORY;
  }
}
