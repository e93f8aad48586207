// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import forge.guard.Guard;
import forge.guard.SkillThread;
import forge.make.Budget;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run skills, and the watch over them: every few milliseconds each call is held
 * against its deadline, its processor time and what it has allocated, and all together against the
 * heap.
 *
 * <p>The framework property {@code forge.poll} says how woven code looks for its end: {@code site},
 * by a call site that is rebound, or {@code flag}, by reading a static field. Unset, it is the
 * first with collectors that let compiled loops be stopped at once, and the second with others.
 */
@Component(service = SkillThreads.class)
public final class SkillThreads {

  /** Calls at once, of all skills. */
  public static final int MAX_PARALLEL = 512;

  /** Of so many that do not end none is left for others. */
  public static final int MAX_LEAKED = Math.max(2, Runtime.getRuntime().availableProcessors());

  private static final long IDLE_SECONDS = 30;
  private static final long ROUND_NANOS = Duration.ofMillis(5).toNanos();

  /**
   * Rounds without a call before it sleeps: to be woken by each call would cost more than a call.
   */
  private static final int LAST_ROUNDS = 200;

  private static final long PATIENCE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Set<String> PROMPT = Set.of("G1", "ZG", "Sh");

  private final ExecutorService threads;
  private final int maxParallel;
  private final AtomicInteger busy = new AtomicInteger();
  private final Set<Call<?>> running = ConcurrentHashMap.newKeySet();
  private final Thread watch = new Thread(this::watch, "skill-watch");
  private final HeapWatch heap;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** With room from the start: there is no memory when it is needed. */
  private final BlockingQueue<Runnable> again = new ArrayBlockingQueue<>(MAX_PARALLEL);

  /** So many in a row without a call. */
  private int rounds;

  private volatile boolean worn;
  private volatile boolean asleep;
  private volatile boolean closed;

  /** Starts with no thread; they come with the calls. */
  @Activate
  public SkillThreads(BundleContext context) {
    this(MAX_PARALLEL, HeapWatch.ofThis());
    String poll = context.getProperty("forge.poll");
    Guard.useFlag(poll == null ? !isPrompt() : poll.equals("flag"));
  }

  /** For tests of what runs on them. */
  public SkillThreads(int maxParallel) {
    this(maxParallel, HeapWatch.ofNone());
  }

  SkillThreads(int maxParallel, HeapWatch heap) {
    this.heap = heap;
    this.maxParallel = maxParallel;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            maxParallel,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new SkillThread(task, "skill-" + number.incrementAndGet()));
    Guard.beforeMuch(this::beforeMuch);
    watch.setDaemon(true);
    watch.start();
  }

  /** Others leave whole loops without a place where the JVM can stop them. */
  private static boolean isPrompt() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .map(GarbageCollectorMXBean::getName)
        .anyMatch(name -> PROMPT.contains(name.substring(0, Math.min(2, name.length()))));
  }

  @Deactivate
  void close() {
    closed = true;
    Guard.beforeMuch(bytes -> {});
    Guard.release();
    LockSupport.unpark(watch);
    threads.shutdownNow();
  }

  /**
   * Begins a call on a thread of ours.
   *
   * @param bundle the class loader of the skill's classes
   * @param log where what it prints goes
   * @throws RejectedExecutionException when too many run, or memory is short
   */
  public <T> Call<T> start(
      Budget budget, ClassLoader bundle, Consumer<String> log, Callable<T> task) {
    Call<T> call = prepare(budget, bundle, log, task);
    try {
      threads.execute(call::run);
    } catch (RejectedExecutionException e) {
      call.drop();
      throw e;
    }
    return call;
  }

  /**
   * Prepares a call that runs on the thread that asks, {@linkplain #isOurs() when that may be}.
   *
   * @return runs when {@link #runHere} is called
   * @throws RejectedExecutionException when too many run, or memory is short
   */
  public <T> Call<T> prepare(
      Budget budget, ClassLoader bundle, Consumer<String> log, Callable<T> task) {
    if (heap.isFull()) throw new RejectedExecutionException("the heap is full");
    if (busy.incrementAndGet() > maxParallel) {
      busy.decrementAndGet();
      throw new RejectedExecutionException("too many calls at once");
    }
    Call<T> call = new Call<>(budget, bundle, log, task);
    running.add(call);
    call.over()
        .thenRun(
            () -> {
              running.remove(call);
              busy.decrementAndGet();
            });
    if (asleep) LockSupport.unpark(watch);
    return call;
  }

  /** Whether the thread that asks is one for skills, and free. */
  public static boolean isOurs() {
    return Thread.currentThread() instanceof SkillThread thread && thread.isFree();
  }

  /** Runs it on this thread, to its end. */
  public static void runHere(Call<?> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      call.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Has something done once more, some milliseconds later, for which there was no memory. */
  public void again(Runnable what) {
    again.offer(what); // there is room for as many as can run
    LockSupport.unpark(watch);
  }

  /** How many calls do not end though they were told to. */
  public int leaked() {
    return (int) running.stream().filter(Call::isLeaked).count();
  }

  /** Whether calls keep so much of the heap that no other begins. */
  public boolean isShortOfMemory() {
    return heap.isFull();
  }

  /** Whether so many threads were lost, each with a processor, that others should run elsewhere. */
  public boolean areWorn() {
    return worn;
  }

  /** Whom to tell, once, when they are worn. */
  public void onWorn(Runnable listener) {
    listeners.add(listener);
  }

  /** Nothing ends it, a lack of memory least of all: then even a catch may find none. */
  private void watch() {
    while (!closed) {
      try {
        guarded();
      } catch (Throwable e) {
        heap.hasNone();
      }
    }
  }

  private void guarded() {
    try {
      round();
      if (rounds < LAST_ROUNDS) LockSupport.parkNanos(this, ROUND_NANOS);
      else sleep();
    } catch (RuntimeException | Error e) {
      if (e instanceof OutOfMemoryError) heap.hasNone();
      failed("The calls cannot be watched", e);
    }
  }

  private void round() {
    rounds = running.isEmpty() && again.isEmpty() && !heap.isFull() ? rounds + 1 : 0;
    if (rounds == 0) heap.look(running);
    for (int i = again.size(); i > 0; i--) retry(again.poll());
    running.forEach(this::watch);
  }

  private static void retry(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException | Error e) {
      failed("What follows a call failed", e);
    }
  }

  private void beforeMuch(long bytes) {
    if (!heap.isLast(bytes)) return;
    Guard.hold();
    LockSupport.unpark(watch);
  }

  /** Until a call begins. */
  private void sleep() {
    asleep = true;
    if (running.isEmpty() && again.isEmpty() && !closed) LockSupport.park(this);
    asleep = false;
  }

  /** In a class of its own, since a worker has no log. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger(SkillThreads.class);
  }

  private static void failed(String what, Throwable e) {
    try {
      Log.LOG.error(what, e);
    } catch (RuntimeException | Error unlogged) {
      // there is no memory for the line either, and the next round may have some
    }
  }

  private void watch(Call<?> call) {
    try {
      call.watch();
      if (call.leaks(PATIENCE_NANOS)) leaked(call);
    } catch (RuntimeException | Error e) {
      failed("A call cannot be watched", e);
    }
  }

  private void leaked(Call<?> call) {
    call.leak();
    if (worn || leaked() < MAX_LEAKED) return;
    worn = true;
    listeners.forEach(Runnable::run);
  }
}
