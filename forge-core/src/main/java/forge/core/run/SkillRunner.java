// SPDX-License-Identifier: Apache-2.0
package forge.core.run;

import forge.api.Failure;
import forge.api.Problem;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

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

  /** What doors call the number of a request in the log. */
  private static final String REQUEST = "request";

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
    Ready ready = ready(lease.generation(), request, chain);
    if (ready.refusal.isPresent()) return ready.refusal.get();
    return told(ready.generation, waited(ready, chain));
  }

  /**
   * Runs the call of somebody who does not wait.
   *
   * @param then is told the result, once: here, or on the thread that ends the call
   */
  public void begin(Lease lease, SkillRequest request, Chain chain, Consumer<SkillResult> then) {
    Ready ready = ready(lease.generation(), request, chain);
    if (ready.refusal.isPresent()) then.accept(ready.refusal.get());
    else if (ready.generation.cell().isPresent())
      then.accept(told(ready.generation, waited(ready, chain)));
    else beginHere(ready, chain, then);
  }

  /** A call that may begin, with its place in the generation; or why it may not. */
  private record Ready(
      Optional<SkillResult> refusal,
      Generation generation,
      Budget budget,
      Map<String, Object> arguments) {}

  private Ready ready(Generation generation, SkillRequest request, Chain chain) {
    Map<String, Object> arguments = Fit.withDefaults(generation, request.arguments());
    Budget budget = chain.within(generation.limits());
    Optional<SkillResult> refusal = refusal(generation, budget, arguments);
    return new Ready(refusal, generation, budget, arguments);
  }

  /** Unless there is one, the call has its place. */
  private Optional<SkillResult> refusal(
      Generation generation, Budget budget, Map<String, Object> arguments) {
    if (halted.getAsBoolean()) return Optional.of(HALTED);
    List<Problem> problems = generation.facts().input().check(arguments);
    if (!problems.isEmpty()) return Optional.of(Fit.badInput(problems));
    return generation.begin(budget.parallel()) ? Optional.empty() : Optional.of(busy(budget));
  }

  private static SkillResult told(Generation generation, SkillResult result) {
    if (result.failure().equals(Optional.of(Failure.SKILL_BROKEN)))
      LOG.warn("Skill {}: {}", generation, result.message());
    return result;
  }

  private SkillResult waited(Ready ready, Chain chain) {
    Optional<Cell> cell = ready.generation.cell();
    if (cell.isEmpty()) return here(ready, chain);
    CallContext context = context(ready, chain);
    Cell.Visit visit = cell.get().visit(ready.arguments, ready.budget, context);
    return elsewhere(ready.generation, visit, context, chain);
  }

  private SkillResult here(Ready ready, Chain chain) {
    try {
      Call<SkillResult> call = begun(ready, chain);
      chain.onEnd(() -> call.kill(Reason.LEFT, "its caller has ended"));
      return await(ready.budget.wall(), call);
    } catch (RejectedExecutionException e) {
      ready.generation.end();
      return full();
    }
  }

  private void beginHere(Ready ready, Chain chain, Consumer<SkillResult> then) {
    boolean here = SkillThreads.isOurs();
    Call<SkillResult> call;
    try {
      call = here ? prepared(ready, chain) : begun(ready, chain);
    } catch (RejectedExecutionException e) {
      ready.generation.end();
      then.accept(full());
      return;
    }
    tell(call, ready.generation, then);
    if (halted.getAsBoolean()) call.kill(Reason.HALTED, "halted"); // as in await
    if (here) SkillThreads.runHere(call);
  }

  /** Whoever ends the call tells: the skill's thread, or the one that does not wait for it. */
  private void tell(Call<SkillResult> call, Generation generation, Consumer<SkillResult> then) {
    inFlight.add(call);
    call.result().whenComplete(new Telling(call, generation, then, MDC.get(REQUEST)));
  }

  /** What follows a call; made before it begins, so that it follows when memory is short, too. */
  private final class Telling implements BiConsumer<SkillResult, Throwable>, Runnable {
    private final Call<SkillResult> call;
    private final Generation generation;
    private final Consumer<SkillResult> then;
    private final String request;
    private volatile SkillResult result;
    private volatile Throwable failure;

    Telling(
        Call<SkillResult> call, Generation generation, Consumer<SkillResult> then, String request) {
      this.call = call;
      this.generation = generation;
      this.then = then;
      this.request = request;
    }

    @Override
    public void accept(SkillResult result, Throwable failure) {
      this.result = result;
      this.failure = failure;
      run();
    }

    @Override
    public void run() {
      try {
        inFlight.remove(call);
        then.accept(told(generation, Outcome.of(result, failure), request));
      } catch (OutOfMemoryError e) {
        threads.again(this);
      }
    }
  }

  /** The log line is about a request that another thread has taken in. */
  private static SkillResult told(Generation generation, SkillResult result, String request) {
    if (result.isOk() || request == null) return told(generation, result);
    try (MDC.MDCCloseable about = MDC.putCloseable(REQUEST, request)) {
      return told(generation, result);
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
              () -> Fit.checked(generation, result.value())));
    } catch (RejectedExecutionException e) {
      return full();
    }
  }

  private SkillResult full() {
    return threads.isShortOfMemory() ? SHORT : BUSY;
  }

  private CallContext context(Ready ready, Chain chain) {
    long deadline = System.nanoTime() + ready.budget.wall().toNanos();
    Generation generation = ready.generation;
    Access access = gates.access(generation.name(), generation.facts().grants(), deadline);
    return new CallContext(
        access,
        ready.budget.wall(),
        gates,
        () -> new CallsDoor(access, chain, errands, callee),
        chain.progress());
  }

  private static SkillResult busy(Budget budget) {
    if (budget.parallel() >= Budget.DEFAULT_PARALLEL) return BUSY;
    return SkillResult.failed(
        Failure.BUSY,
        "this skill answers "
            + budget.parallel()
            + " calls at once, by its budget; try again in a moment");
  }

  private Call<SkillResult> begun(Ready ready, Chain chain) {
    return followed(ready, made(ready, chain, threads::start));
  }

  /** For this thread. */
  private Call<SkillResult> prepared(Ready ready, Chain chain) {
    return followed(ready, made(ready, chain, threads::prepare));
  }

  /** How a call is made of its parts. */
  private interface Making {
    Call<SkillResult> of(
        Budget budget, ClassLoader bundle, Consumer<String> log, Callable<SkillResult> task);
  }

  private Call<SkillResult> made(Ready ready, Chain chain, Making making) {
    Generation generation = ready.generation;
    CallContext context = context(ready, chain);
    return making.of(
        ready.budget,
        generation.skill().getClass().getClassLoader(),
        context::log,
        () -> answer(generation, ready.arguments, context));
  }

  private Call<SkillResult> followed(Ready ready, Call<SkillResult> call) {
    call.onLeak(() -> leaked(ready.generation));
    call.over().thenRun(ready.generation::end);
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
      if (e.getCause() instanceof SkillKill kill) return Outcome.killed(kill);
      throw new IllegalStateException(e.getCause());
    } finally {
      inFlight.remove(call);
    }
  }

  /** On the skill's own thread. */
  private static SkillResult answer(
      Generation generation, Map<String, Object> arguments, CallContext context) {
    try {
      SkillResult result = Answering.of(generation.skill(), generation.name(), arguments, context);
      return result.isOk() ? Fit.checked(generation, result.value()) : result;
    } finally {
      context.end();
    }
  }
}
