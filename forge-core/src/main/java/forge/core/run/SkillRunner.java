// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.Failure;
import forge.api.Problem;
import forge.api.Refusal;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.core.data.Plain;
import forge.core.live.Generation;
import forge.core.live.Lease;
import forge.core.store.SkillStore;
import forge.live.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one call of one generation: arguments against the schema, the skill on a thread of its own
 * with a deadline, its value copied into plain data.
 */
@Component(service = SkillRunner.class)
public final class SkillRunner {

  private static final Logger LOG = LoggerFactory.getLogger(SkillRunner.class);

  /** What every call is told while a halt is in force. */
  public static final SkillResult HALTED =
      SkillResult.failed(
          Failure.HALTED, "every skill is halted; POST /api/v1/forge/resume brings them back");

  /** Calls at once, of all skills; one more is told to come again. */
  private static final int MAX_PARALLEL = 512;

  private static final long IDLE_SECONDS = 30;

  private final ExecutorService threads;
  private final BooleanSupplier halted;
  private final Set<Future<?>> inFlight = ConcurrentHashMap.newKeySet();

  /** Starts with no thread; they come with the calls. */
  @Activate
  public SkillRunner(@Reference SkillStore store) {
    this(() -> store.switches().halt().isPresent(), MAX_PARALLEL);
  }

  SkillRunner(BooleanSupplier halted, int maxParallel) {
    this.halted = halted;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            maxParallel,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "skill-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Deactivate
  void close() {
    threads.shutdownNow();
  }

  /** Runs the call, for somebody who wants the end of it only. */
  public SkillResult run(Lease lease, SkillRequest request) {
    return run(lease, request, Progress.NONE);
  }

  /** Runs the call. Never throws for what the skill does. */
  public SkillResult run(Lease lease, SkillRequest request, Progress progress) {
    if (halted.getAsBoolean()) return HALTED;
    Generation generation = lease.generation();
    Map<String, Object> arguments = withDefaults(generation, request.arguments());
    List<Problem> problems = generation.facts().input().check(arguments);
    if (!problems.isEmpty()) return badInput(problems);
    Duration wall = generation.facts().budget().wall();
    CallContext context = new CallContext(generation.name(), Instant.now().plus(wall), progress);
    try {
      return await(
          threads.submit(() -> answer(generation, new SkillRequest(arguments), context)), wall);
    } catch (RejectedExecutionException e) {
      return SkillResult.failed(Failure.BUSY, "too many calls at once; try again in a moment");
    }
  }

  /**
   * Ends all calls in flight; their callers are told that the skills are halted.
   *
   * @return how many there were
   */
  public int endAll() {
    int ended = 0;
    for (Future<?> call : inFlight) if (call.cancel(true)) ended++;
    return ended;
  }

  private SkillResult await(Future<SkillResult> call, Duration wall) {
    inFlight.add(call);
    try {
      // A halt that came between the caller's look at the switch and the line above.
      if (halted.getAsBoolean()) call.cancel(true);
      return call.get(wall.toNanos(), TimeUnit.NANOSECONDS);
    } catch (CancellationException e) {
      return HALTED;
    } catch (TimeoutException e) {
      call.cancel(true);
      return SkillResult.failed(
          Failure.TIMEOUT, "no answer within its budget of " + wall.toMillis() + " ms");
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      return SkillResult.failed(Failure.TIMEOUT, "the gateway is stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      inFlight.remove(call);
    }
  }

  private static Map<String, Object> withDefaults(
      Generation generation, Map<String, Object> given) {
    if (!(generation.facts().input().plain().get("properties") instanceof Map<?, ?> properties))
      return given;
    Map<String, Object> arguments = new LinkedHashMap<>(given);
    properties.forEach(
        (name, schema) -> {
          if (schema instanceof Map<?, ?> map && map.get("default") != null)
            arguments.putIfAbsent(name.toString(), map.get("default"));
        });
    return arguments;
  }

  private static SkillResult badInput(List<Problem> problems) {
    Problem first = problems.get(0);
    String message =
        (first.path().isEmpty() ? "the input " : "'" + first.path() + "' ") + first.message();
    if (problems.size() > 1) message += " (and " + (problems.size() - 1) + " more)";
    return SkillResult.refused(new Refusal(Failure.BAD_INPUT, message, problems));
  }

  private static SkillResult answer(
      Generation generation, SkillRequest request, CallContext context) {
    try {
      SkillResult result = generation.skill().call(request, context);
      if (result == null) return broken("it answered nothing");
      return result.isOk() ? checked(generation, result.value()) : result;
    } catch (Refusal e) {
      return SkillResult.refused(e);
    } catch (Throwable e) {
      return broken(generation, e);
    }
  }

  private static SkillResult checked(Generation generation, Object value) {
    Object plain;
    try {
      plain = Plain.of(value);
    } catch (IllegalArgumentException e) {
      return broken("of what it answered, " + e.getMessage());
    }
    List<Problem> problems = generation.facts().output().check(plain);
    if (problems.isEmpty()) return SkillResult.ok(plain);
    Problem first = problems.get(0);
    return broken(
        "its answer does not fit what it returns: "
            + (first.path() + " " + first.message()).strip());
  }

  private static SkillResult broken(Generation generation, Throwable e) {
    LOG.warn("Skill {} is broken", generation, e);
    return broken(Crash.told(generation.name(), e));
  }

  private static SkillResult broken(String why) {
    return SkillResult.failed(Failure.SKILL_BROKEN, "the skill is broken: " + why);
  }
}
