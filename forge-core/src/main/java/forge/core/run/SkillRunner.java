// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.Failure;
import forge.api.Problem;
import forge.api.Refusal;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.core.budget.Call;
import forge.core.budget.Endable;
import forge.core.budget.SkillThreads;
import forge.core.grant.Access;
import forge.core.grant.Errands;
import forge.core.grant.Gates;
import forge.core.live.Cell;
import forge.core.live.Generation;
import forge.core.live.Lease;
import forge.core.quarantine.QuarantineFolder;
import forge.core.store.SkillStore;
import forge.guard.SkillKill;
import forge.guard.SkillKill.Reason;
import forge.live.Progress;
import forge.make.Budget;
import forge.make.Tier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one call of one generation: arguments against the schema, the skill on a thread of its own
 * with a budget, its value copied into plain data there. A version of which a call will not end is
 * put into quarantine.
 */
@Component(service = SkillRunner.class)
public final class SkillRunner {

  private static final Logger LOG = LoggerFactory.getLogger(SkillRunner.class);

  /** What every call is told while a halt is in force. */
  public static final SkillResult HALTED =
      SkillResult.failed(
          Failure.HALTED, "every skill is halted; POST /api/v1/forge/resume brings them back");

  private static final SkillResult BUSY =
      SkillResult.failed(Failure.BUSY, "too many calls at once; try again in a moment");

  private static final SkillResult SHORT =
      SkillResult.failed(
          Failure.BUSY,
          "the calls that run have used up the gateway's memory; try again in a moment");

  /** Beyond the deadline, for the watch that keeps it. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Calls that skills make of skills, at once. */
  private static final int MAX_NESTED = 256;

  private static final SkillResult STARTING =
      SkillResult.failed(Failure.BUSY, "the gateway is starting; try again in a moment");

  private final SkillThreads threads;
  private final QuarantineFolder quarantine;
  private final Gates gates;
  private final Errands errands = new Errands("forge-nested", MAX_NESTED);
  private volatile Callee callee = (name, request, chain) -> STARTING;
  private final BooleanSupplier halted;
  private final Set<Endable> inFlight = ConcurrentHashMap.newKeySet();

  /** Runs nothing yet. */
  @Activate
  public SkillRunner(
      @Reference SkillStore store,
      @Reference SkillThreads threads,
      @Reference QuarantineFolder quarantine,
      @Reference Gates gates) {
    this.halted = () -> store.switches().halt().isPresent();
    this.threads = threads;
    this.quarantine = quarantine;
    this.gates = gates;
  }

  @Deactivate
  void close() {
    errands.close();
  }

  /** Says who answers the calls that skills make. */
  public void callThrough(Callee others) {
    callee = others;
  }

  /** Runs a call that no skill makes. Never throws for what the skill does. */
  public SkillResult run(Lease lease, SkillRequest request) {
    return run(lease, request, Chain.first(Progress.NONE));
  }

  /** Runs the call. Never throws for what the skill does. */
  public SkillResult run(Lease lease, SkillRequest request, Chain chain) {
    if (halted.getAsBoolean()) return HALTED;
    Generation generation = lease.generation();
    Map<String, Object> arguments = withDefaults(generation, request.arguments());
    List<Problem> problems = generation.facts().input().check(arguments);
    if (!problems.isEmpty()) return badInput(problems);
    Budget budget = chain.within(generation.limits());
    if (!generation.begin(budget.parallel())) return busy(budget);
    CallContext context = context(generation, budget.wall(), chain);
    SkillResult result =
        generation
            .cell()
            .map(
                cell ->
                    elsewhere(generation, cell.visit(arguments, budget, context), context, chain))
            .orElseGet(() -> here(generation, budget, arguments, context, chain));
    if (result.failure().equals(Optional.of(Failure.SKILL_BROKEN)))
      LOG.warn("Skill {}: {}", generation, result.message());
    return result;
  }

  private SkillResult here(
      Generation generation,
      Budget budget,
      Map<String, Object> arguments,
      CallContext context,
      Chain chain) {
    try {
      Call<SkillResult> call = begun(generation, budget, arguments, context);
      chain.onEnd(() -> call.kill(Reason.LEFT, "its caller has ended"));
      return await(budget.wall(), call);
    } catch (RejectedExecutionException e) {
      generation.end();
      return full();
    }
  }

  /** In a worker; this thread waits for it. */
  private SkillResult elsewhere(
      Generation generation, Cell.Visit visit, CallContext context, Chain chain) {
    inFlight.add(visit);
    chain.onEnd(() -> visit.kill(Reason.LEFT, "its caller has ended"));
    try {
      if (halted.getAsBoolean()) visit.kill(Reason.HALTED, HALTED.message());
      SkillResult result = visit.run();
      return result.isOk() ? judged(generation, result) : result;
    } finally {
      inFlight.remove(visit);
      context.end();
      generation.end();
    }
  }

  /** What comes from elsewhere is held against the schema on a thread that has a deadline. */
  private SkillResult judged(Generation generation, SkillResult result) {
    if (generation.facts().output().plain().isEmpty()) return result;
    Budget budget = generation.facts().budget();
    try {
      return await(
          budget.wall(),
          threads.start(
              budget,
              SkillRunner.class.getClassLoader(),
              text -> {},
              () -> checked(generation, result.value())));
    } catch (RejectedExecutionException e) {
      return full();
    }
  }

  private SkillResult full() {
    return threads.isShortOfMemory() ? SHORT : BUSY;
  }

  private CallContext context(Generation generation, Duration wall, Chain chain) {
    long deadline = System.nanoTime() + wall.toNanos();
    Access access = gates.access(generation.name(), generation.facts().grants(), deadline);
    return new CallContext(
        access, wall, gates, () -> new CallsDoor(access, chain, errands, callee), chain.progress());
  }

  private static SkillResult busy(Budget budget) {
    if (budget.parallel() >= Budget.DEFAULT_PARALLEL) return BUSY;
    return SkillResult.failed(
        Failure.BUSY,
        "this skill answers "
            + budget.parallel()
            + " calls at once, by its budget; try again in a moment");
  }

  private Call<SkillResult> begun(
      Generation generation, Budget budget, Map<String, Object> arguments, CallContext context) {
    Call<SkillResult> call =
        threads.start(
            budget,
            generation.skill().getClass().getClassLoader(),
            context::log,
            () -> answer(generation, arguments, context));
    call.onLeak(() -> leaked(generation));
    call.over().thenRun(generation::end);
    return call;
  }

  /** What is trusted may be a bundle that has no polls. */
  private void leaked(Generation generation) {
    LOG.warn("A call of {} does not end though it was told to", generation);
    if (generation.facts().tier() != Tier.TRUSTED)
      quarantine.hold(generation.name(), generation.facts().version(), generation.facts().sha256());
  }

  /**
   * Ends all calls in flight; their callers are told that the skills are halted.
   *
   * @return how many there were
   */
  public int endAll() {
    int ended = 0;
    for (Endable call : inFlight) if (call.kill(Reason.HALTED, HALTED.message())) ended++;
    return ended;
  }

  private SkillResult await(Duration wall, Call<SkillResult> call) {
    inFlight.add(call);
    try {
      // A halt that came between the caller's look at the switch and the line above.
      if (halted.getAsBoolean()) call.kill(Reason.HALTED, "halted");
      return call.result().get(wall.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      call.kill(Reason.TIMEOUT, "");
      return SkillResult.failed(Failure.TIMEOUT, "no answer within " + wall.toMillis() + " ms");
    } catch (InterruptedException e) {
      call.kill(Reason.LEFT, "the gateway is stopping");
      Thread.currentThread().interrupt();
      return SkillResult.failed(Failure.TIMEOUT, "the gateway is stopping");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SkillKill kill) return killed(kill);
      throw new IllegalStateException(e.getCause());
    } finally {
      inFlight.remove(call);
    }
  }

  private static SkillResult killed(SkillKill kill) {
    return switch (kill.reason()) {
      case HALTED -> HALTED;
      case TIMEOUT, LEFT -> SkillResult.failed(Failure.TIMEOUT, kill.getMessage());
      case OVER_BUDGET -> SkillResult.failed(Failure.OVER_BUDGET, kill.getMessage());
      case TOO_DEEP -> Answering.broken(kill.getMessage());
    };
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

  /** On the skill's own thread. */
  private static SkillResult answer(
      Generation generation, Map<String, Object> arguments, CallContext context) {
    try {
      SkillResult result = Answering.of(generation.skill(), generation.name(), arguments, context);
      return result.isOk() ? checked(generation, result.value()) : result;
    } finally {
      context.end();
    }
  }

  private static SkillResult checked(Generation generation, Object plain) {
    List<Problem> problems = generation.facts().output().check(plain);
    if (problems.isEmpty()) return SkillResult.ok(plain);
    Problem first = problems.get(0);
    return Answering.broken(
        "its answer does not fit what it returns: "
            + (first.path() + " " + first.message()).strip());
  }
}
