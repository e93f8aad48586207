// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.core.compile.Visible;
import forge.core.data.Daemons;
import forge.make.Rejected;
import forge.make.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that compile: one is always there and warm, another comes when it is busy, and goes
 * when it has had nothing to do for a while. The first is started at once where that takes long,
 * otherwise when it is told to begin, or when the first compile asks.
 */
final class CompilePool {

  private static final Logger LOG = LoggerFactory.getLogger(CompilePool.class);
  private static final Duration START = Duration.ofSeconds(30);

  /** Long enough for the first orders not to meet it. */
  private static final Duration PREPARE = Duration.ofSeconds(20);

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration QUEUE = Duration.ofMinutes(1);

  /** The system lets a process work for an hour; it goes long before. */
  private static final int USES = 10_000;

  private static final int TRIES = 2;

  /** Another process is started when a compile waits for so long, or when so many had to wait. */
  private static final Duration LONG_WAIT = Duration.ofMillis(200);

  private static final int MANY_WAITS = 20;

  /** While the first one is getting warm, a second would only take its processor. */
  private static final Duration COLD = Duration.ofSeconds(5);

  private final Supplier<Visible> visible;
  private final int most;
  private final CompileStart start;
  private final Set<CompileProcess> all = ConcurrentHashMap.newKeySet();
  private final Deque<CompileProcess> idle = new ArrayDeque<>();

  /** One thread starts all: where the system can, a process dies with the thread it came from. */
  private final ScheduledThreadPoolExecutor starter = Daemons.one("compiler-starter");

  private final ScheduledThreadPoolExecutor clock = Daemons.one("compiler-clock");
  private int count;
  private int starting;
  private int waiting;
  private int failures;
  private int waits;
  private boolean sweeping;
  private boolean begun;
  private boolean proven;
  private long provenAt;
  private volatile boolean closed;

  CompilePool(Supplier<Visible> visible, int most, CompileStart start) {
    this.visible = visible;
    this.most = most;
    this.start = start;
    if (!start.isFast()) begin();
  }

  /** Has the first process started, unless it was. */
  synchronized void begin() {
    if (begun || closed || most == 0) return;
    begun = true;
    more();
  }

  synchronized boolean isBegun() {
    return begun;
  }

  /** Not under its lock all the while: who tells it that a process has ended waits for that. */
  void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    starter.shutdownNow();
    clock.shutdownNow();
    all.forEach(CompileProcess::end);
    start.close();
  }

  int count() {
    return all.size();
  }

  /** Waits until it is known whether processes can be started. */
  synchronized void awaitFirst() {
    begin();
    while (isOpen() && !proven) await(START);
  }

  /** Whether there are processes, as far as is known. */
  synchronized boolean isOpen() {
    return most > 0 && (proven || failures < TRIES) && !closed;
  }

  /** Has an eye on a compile that begins; the future calls it off. */
  ScheduledFuture<?> watched(CompileProcess process, Duration longest) {
    long nanos = longest.toNanos() / CompileDeadline.LOOKS;
    CompileDeadline deadline = new CompileDeadline(process, longest);
    return clock.scheduleAtFixedRate(deadline, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private ScheduledFuture<?> later(Runnable task, Duration time) {
    return clock.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Takes a process; empty: none can be started here.
   *
   * @throws Rejected when none came free, or the gateway is stopping
   */
  synchronized Optional<CompileProcess> take() {
    long since = System.nanoTime();
    int failed = failures;
    begin();
    waiting++;
    try {
      while (isOpen() && failures - failed < TRIES) {
        CompileProcess process = idle.pollFirst();
        if (process != null && process.isAlive()) return Optional.of(process);
        if (process != null) gone(process);
        else awaitOne(System.nanoTime() - since);
      }
    } finally {
      waiting--;
    }
    if (closed) throw none("the gateway is stopping");
    if (proven) throw none("no process for it can be started");
    return Optional.empty();
  }

  private void awaitOne(long waited) {
    if (waited > QUEUE.toNanos()) throw none("every compiler is busy");
    boolean warm = proven && System.nanoTime() - provenAt > COLD.toNanos();
    boolean needed = warm && (waited >= LONG_WAIT.toNanos() || ++waits > MANY_WAITS);
    if (needed && waiting > starting && count < most) more();
    await(needed ? QUEUE : LONG_WAIT);
  }

  private static Rejected none(String why) {
    return Rejected.because(
        Stage.CLASSES, "compiler.none", "", "the source was not compiled: " + why + "; try again");
  }

  private void await(Duration time) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw none("the gateway is stopping");
    }
  }

  /** Has one more started. */
  private synchronized void more() {
    count++;
    starting++;
    starter.execute(this::startOne);
  }

  private void startOne() {
    Optional<CompileProcess> started = started();
    synchronized (this) {
      starting--;
      if (started.isPresent()) {
        if (!proven) provenNow();
        idle.addLast(started.get());
      } else {
        count--;
        failures++;
        if (isOpen() && !proven) more();
      }
      notifyAll();
    }
  }

  private void provenNow() {
    proven = true;
    provenAt = System.nanoTime();
    if (!closed) later(() -> new Thread(this::prepare, "compiler-archive").start(), PREPARE);
  }

  /** Has later processes start faster, unless they do. */
  void prepare() {
    try {
      if (start.prepare(visible.get())) LOG.info("Processes that compile start faster from now on");
    } catch (IOException e) {
      LOG.info("Processes that compile start as fast as they do: {}", e.getMessage());
    }
  }

  private Optional<CompileProcess> started() {
    try {
      CompileProcess process = start.start();
      all.add(process);
      if (closed) process.end();
      ScheduledFuture<?> limit = later(process::end, START);
      try {
        process.begin(visible.get());
        process.whenEnded(() -> endedByItself(process));
        return Optional.of(process);
      } catch (IOException e) {
        all.remove(process);
        throw new IOException(e.getMessage() + ", exit code " + process.exitCode(), e);
      } finally {
        limit.cancel(false);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("A process that compiles does not start: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Takes a process back; one that is not to be kept is ended, and replaced if it was the last. */
  void giveBack(CompileProcess process, boolean keep) {
    boolean kept = keep && process.isAlive() && process.uses() < USES;
    synchronized (this) {
      if (kept && !closed) {
        idle.addFirst(process);
        notifyAll();
        if (count > 1 && !sweeping) sweepLater();
        return;
      }
      gone(process);
    }
    process.end();
  }

  /** One that compiles is missed by who waits for it. */
  private synchronized void endedByItself(CompileProcess process) {
    if (idle.remove(process)) gone(process);
  }

  private void gone(CompileProcess process) {
    all.remove(process);
    count--;
    if (count == 0 && !closed) more();
    notifyAll();
  }

  private void sweepLater() {
    sweeping = true;
    later(this::sweep, IDLE);
  }

  private synchronized void sweep() {
    waits = 0;
    sweeping = false;
    CompileProcess last = idle.peekLast();
    if (idle.size() > 1 && last.idleNanos() > IDLE.toNanos()) {
      idle.pollLast();
      gone(last);
      last.end();
    }
    if (count > 1 && !closed) sweepLater();
  }
}
