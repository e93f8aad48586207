// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.core.budget.Call;
import forge.core.budget.SkillThreads;
import forge.core.live.Cell;
import forge.core.store.SkillStore;
import forge.guard.SkillKill.Reason;
import forge.make.Budget;
import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker processes: each has one skill and runs one call of it at a time, is kept warm between
 * calls, and ended after a kill, after many calls or when nobody calls. Nothing is started before
 * the first skill needs it.
 *
 * <p>Settings are framework properties: {@code forge.workers}, how many there may be at once (32),
 * and {@code forge.spares}, how many wait without a skill once the tier is in use (1).
 */
@Component(service = Workers.class)
public final class Workers {

  /** What a call is told when no worker came free. */
  static final String BUSY = "too many isolated calls at once; try again in a moment";

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
  private static final int DEFAULT_WORKERS = 32;
  private static final int DEFAULT_SPARES = 1;
  private static final int CALLS = 100_000;
  private static final long BUSY_NANOS = Duration.ofMinutes(10).toNanos();
  private static final long QUEUE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long SPARE_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long ROUND_NANOS = Duration.ofMillis(10).toNanos();

  private final int most;
  private final int spares;
  private final int ofOneSkill = Math.max(2, Runtime.getRuntime().availableProcessors());
  private final Nursery nursery;
  private final SkillThreads threads;
  private final Set<Helper> all = ConcurrentHashMap.newKeySet();
  private final Set<IsolatedSkill> skills = ConcurrentHashMap.newKeySet();
  private final Deque<Helper> blank = new ArrayDeque<>();
  private final Thread watch = new Thread(this::watch, "worker-watch");
  private final LongAdder killed = new LongAdder();
  private int taken;
  private volatile boolean closed;

  /** Starts nothing. */
  @Activate
  public Workers(
      BundleContext context, @Reference SkillStore store, @Reference SkillThreads threads) {
    this.threads = threads;
    this.most = number(context, "forge.workers", DEFAULT_WORKERS);
    this.spares = number(context, "forge.spares", DEFAULT_SPARES);
    this.nursery = new Nursery(store.data().resolve(Path.of("run", "worker.jar")));
    watch.setDaemon(true);
    watch.start();
  }

  private static int number(BundleContext context, String property, int otherwise) {
    String text = context.getProperty(property);
    return text == null ? otherwise : Integer.parseInt(text);
  }

  @Deactivate
  void close() {
    closed = true;
    nursery.close();
    look();
    LockSupport.unpark(watch);
    all.forEach(helper -> helper.end(Reason.LEFT, "the gateway is stopping"));
  }

  /**
   * Brings a version up in a worker.
   *
   * @throws Rejected at {@link Stage#SERVICE} when it cannot be made there
   */
  public Cell open(SkillBundle bundle, Budget budget) {
    IsolatedSkill skill = new IsolatedSkill(this, bundle, SkillType.of(bundle), budget, ofOneSkill);
    skills.add(skill);
    try {
      Helper helper =
          take(skill, null)
              .orElseThrow(() -> new NoWorker(NoWorker.NONE, "every worker is busy; try again"));
      giveBack(skill, helper, true);
      return skill;
    } catch (NoWorker e) {
      skill.close();
      throw Rejected.because(Stage.SERVICE, e.rule(), "", e.getMessage());
    }
  }

  /** Takes a worker of that skill, a new one if there may be one; empty: none came free. */
  Optional<Helper> take(IsolatedSkill skill, IsolatedCall call) throws NoWorker {
    long begun = System.nanoTime();
    Helper victim;
    synchronized (this) {
      for (; ; ) {
        if (closed || skill.closed)
          throw new NoWorker(NoWorker.NONE, "the skill is being taken down");
        if (call != null && call.isKilled()) return Optional.empty();
        Helper helper = skill.idle.pollFirst();
        if (helper != null && helper.isAlive()) return Optional.of(helper);
        if (helper != null) {
          gone(skill, helper);
          continue;
        }
        victim = skill.count < skill.parallel && taken >= most ? longestIdle() : null;
        if (skill.count < skill.parallel && taken < most) break;
        if (!await(QUEUE_NANOS - (System.nanoTime() - begun))) return Optional.empty();
      }
      skill.count++;
      taken++;
    }
    if (victim != null) victim.end(Reason.LEFT, "another skill needed its place");
    return Optional.of(made(skill));
  }

  private boolean await(long nanos) {
    if (nanos <= 0) return false;
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Frees the place of the worker that has waited longest for a call; null when all work. */
  private Helper longestIdle() {
    IsolatedSkill of = null;
    for (IsolatedSkill skill : skills)
      if (!skill.idle.isEmpty()
          && (of == null || skill.idle.peekLast().idleNanos() > of.idle.peekLast().idleNanos()))
        of = skill;
    if (of == null) return null;
    Helper helper = of.idle.pollLast();
    gone(of, helper);
    return helper;
  }

  private void gone(IsolatedSkill skill, Helper helper) {
    all.remove(helper);
    skill.count--;
    taken--;
    notifyAll();
  }

  private Helper made(IsolatedSkill skill) throws NoWorker {
    try {
      Optional<Helper> spare = spare(skill.heapMegabytes);
      nursery.later(this::refill);
      if (spare.isPresent() && loaded(spare.get(), skill, true)) return spare.get();
      Helper fresh = fresh(skill);
      loaded(fresh, skill, false);
      return fresh;
    } catch (NoWorker e) {
      synchronized (this) {
        skill.count--;
        taken--;
        notifyAll();
      }
      throw e;
    }
  }

  private Helper fresh(IsolatedSkill skill) throws NoWorker {
    try {
      return watched(nursery.start(skill.heapMegabytes));
    } catch (IOException e) {
      LOG.warn("A worker for {} does not start: {}", skill, e.getMessage());
      throw new NoWorker(NoWorker.NONE, "no worker for it can be started: " + e.getMessage());
    }
  }

  /** One that waits without a skill and has that much memory. */
  private synchronized Optional<Helper> spare(long heapMegabytes) {
    Optional<Helper> spare =
        blank.stream()
            .filter(each -> each.heapMegabytes() == heapMegabytes && each.isAlive())
            .findFirst();
    spare.ifPresent(blank::remove);
    return spare;
  }

  /** Gives a worker its skill; false when it was a spare and is of no use. */
  private boolean loaded(Helper helper, IsolatedSkill skill, boolean spare) throws NoWorker {
    NoWorker why;
    try {
      Optional<NoWorker> fault =
          helper.load(skill.bundle.name().value(), skill.type, skill.bundle.bytes(), spare);
      if (fault.isEmpty()) return true;
      why = fault.get();
    } catch (IOException e) {
      LOG.warn("A worker for {} does not start: {}", skill, e.getMessage());
      why = new NoWorker(NoWorker.NONE, "no worker for it can be started: " + e.getMessage());
    }
    helper.end(Reason.LEFT, "it has no skill");
    all.remove(helper);
    if (spare && !why.isSkillsFault()) return false;
    throw why;
  }

  private Helper watched(Helper helper) {
    all.add(helper);
    if (closed) helper.end(Reason.LEFT, "the gateway is stopping");
    LockSupport.unpark(watch);
    return helper;
  }

  private void refill() {
    try {
      while (!closed && spares() < spares) {
        Helper helper = watched(nursery.startHere(IsolatedSkill.heap(Budget.DEFAULT)));
        synchronized (this) {
          blank.add(helper);
        }
      }
    } catch (IOException e) {
      LOG.warn("No worker can be started ahead: {}", e.getMessage());
    }
  }

  private synchronized int spares() {
    return blank.size();
  }

  /** Takes a worker back after a call; one that is not to be kept is ended. */
  void giveBack(IsolatedSkill skill, Helper helper, boolean keep) {
    boolean kept =
        keep && helper.isAlive() && helper.calls() < CALLS && helper.busyNanos() < BUSY_NANOS;
    synchronized (this) {
      kept = kept && !skill.closed && !closed;
      if (kept) {
        skill.idle.addFirst(helper);
        notifyAll();
      } else gone(skill, helper);
    }
    if (kept) return;
    if (!keep) killed.increment();
    helper.end(Reason.LEFT, "it is not kept");
  }

  /** Begins what the gateway does for a worker. */
  <T> Call<T> begin(Budget budget, Consumer<String> log, Callable<T> task) {
    return threads.start(budget, Workers.class.getClassLoader(), log, task);
  }

  /** Whoever waits for a worker looks again. */
  synchronized void look() {
    notifyAll();
  }

  void close(IsolatedSkill skill) {
    Deque<Helper> ended = new ArrayDeque<>();
    synchronized (this) {
      skill.closed = true;
      skills.remove(skill);
      for (Helper helper = skill.idle.poll(); helper != null; helper = skill.idle.poll()) {
        gone(skill, helper);
        ended.add(helper);
      }
      notifyAll();
    }
    ended.forEach(helper -> helper.end(Reason.LEFT, "its skill was taken down"));
  }

  /** How many processes there are. */
  public int count() {
    return all.size();
  }

  /** How many were not kept after a call. */
  public long killed() {
    return killed.sum();
  }

  /** How many there may be, without those that wait without a skill. */
  public int most() {
    return most;
  }

  /** What the system takes away from them. */
  public Limits limits() {
    Confinement confinement = nursery.confinement();
    return new Limits(
        confinement.withoutNetwork() ? "none" : "shared", confinement.who(), confinement.kept());
  }

  /**
   * What the system takes away from a worker.
   *
   * @param network {@code none} or {@code shared}
   * @param user who it runs as
   * @param kept what has a limit
   */
  public record Limits(String network, String user, java.util.List<String> kept) {}

  private void watch() {
    while (!closed) {
      if (all.isEmpty()) LockSupport.park(this);
      else {
        all.forEach(Helper::watch);
        sweep();
        LockSupport.parkNanos(this, ROUND_NANOS);
      }
    }
  }

  private synchronized void sweep() {
    for (IsolatedSkill skill : skills) {
      Helper last = skill.idle.peekLast();
      if (last != null && (last.idleNanos() > IDLE_NANOS || !last.isAlive())) {
        skill.idle.pollLast();
        gone(skill, last);
        last.end(Reason.LEFT, "nobody calls its skill");
      }
    }
    Helper spare = blank.peekFirst();
    if (spare != null && (!spare.isAlive() || taken == 0 && spare.idleNanos() > SPARE_NANOS)) {
      blank.pollFirst();
      all.remove(spare);
      spare.end(Reason.LEFT, "nobody needs it");
    }
  }
}
