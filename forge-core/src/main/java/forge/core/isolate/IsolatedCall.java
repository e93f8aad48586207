// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.api.Failure;
import forge.api.Problem;
import forge.api.SkillResult;
import forge.core.budget.Call;
import forge.core.live.Cell;
import forge.core.live.Cell.Visit;
import forge.core.worker.Wire;
import forge.guard.SkillKill;
import forge.guard.SkillKill.Reason;
import forge.make.Budget;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

/** One call in a worker, on the thread of whoever waits for it. */
final class IsolatedCall implements Visit {

  /** The worker keeps the deadline, too, and tells it in better words. */
  private static final long GRACE_NANOS = Duration.ofMillis(250).toNanos();

  private static final int MAX_TOLD = 1_000;
  private static final int MAX_ASKED = 100_000;
  private static final byte[] NOTHING = {};
  private static final long FOREVER = Duration.ofDays(365).toNanos();

  private final Workers workers;
  private final IsolatedSkill skill;
  private final Map<String, Object> arguments;
  private final Budget budget;
  private final Cell.Host context;
  private Ending ending;
  private Helper helper;
  private Optional<Call<byte[]>> errand = Optional.empty();
  private byte[] message = NOTHING;
  private boolean over;
  private long end;
  private int told;
  private int asked;

  IsolatedCall(
      Workers workers,
      IsolatedSkill skill,
      Map<String, Object> arguments,
      Budget budget,
      Cell.Host context) {
    this.workers = workers;
    this.skill = skill;
    this.arguments = arguments;
    this.budget = budget;
    this.context = context;
  }

  @Override
  public boolean kill(Reason reason, String message) {
    Optional<Call<byte[]>> waitsFor;
    synchronized (this) {
      if (ending != null || over) return false;
      ending = new Ending(reason, message);
      if (helper != null) helper.end(reason, message);
      waitsFor = errand;
    }
    waitsFor.ifPresent(call -> call.kill(reason, message));
    workers.look();
    return true;
  }

  synchronized boolean isKilled() {
    return ending != null;
  }

  /** False when it was told to end meanwhile. */
  private synchronized boolean holds(Helper taken) {
    helper = taken;
    return ending == null;
  }

  private synchronized Optional<Ending> over() {
    over = true;
    return Optional.ofNullable(ending);
  }

  @Override
  public SkillResult run() {
    SkillResult result;
    try {
      message = Wire.frame(message());
      result = workers.take(skill, this).map(this::within).orElse(null);
    } catch (NoWorker e) {
      return ended(e.result());
    } catch (IllegalArgumentException e) {
      return ended(failed(Failure.BAD_INPUT, "the input: " + e.getMessage()));
    }
    return ended(result);
  }

  private SkillResult ended(SkillResult result) {
    Optional<Ending> told = over();
    if (told.isPresent()) return killed(told.get());
    return result == null ? failed(Failure.BUSY, Workers.BUSY) : result;
  }

  private SkillResult within(Helper taken) {
    boolean keep = false;
    try {
      if (!holds(taken)) return null;
      context.begin();
      end = System.nanoTime() + budget.wall().toNanos() + GRACE_NANOS;
      List<?> answer = taken.ask(message, budget.wall().toNanos() + GRACE_NANOS, this::told);
      if (!answer.get(0).equals("done"))
        return killed(new Ending(reason(answer), (String) answer.get(2)));
      SkillResult result = done(answer);
      keep = true;
      return result;
    } catch (IOException | RuntimeException e) {
      return crashed(taken, e);
    } finally {
      workers.giveBack(skill, taken, keep);
    }
  }

  private List<Object> message() {
    return Arrays.asList(
        "call", budget.wall().toNanos(), nanos(budget.cpu()), budget.allocatedBytes(), arguments);
  }

  private static long nanos(Duration time) {
    return time.compareTo(Duration.ofNanos(FOREVER)) > 0 ? FOREVER : time.toNanos();
  }

  private static Reason reason(List<?> answer) {
    return Reason.valueOf((String) answer.get(1));
  }

  /** Lines beyond so many are dropped. */
  private byte[] told(String word, Object about) throws IOException {
    if (word.equals("ask")) return asked(Broker.of(about, context));
    if (word.equals("log") && about instanceof String line) {
      if (told++ < MAX_TOLD) context.log(line);
    } else if (word.equals("progress")
        && about instanceof List<?> progress
        && progress.size() == 2
        && progress.get(0) instanceof Double fraction
        && progress.get(1) instanceof String note) {
      if (told++ < MAX_TOLD) context.progress(fraction, note);
    } else throw Wire.malformed(word);
    return NOTHING;
  }

  /** Does it on a thread for skills, which is watched as one that runs their code. */
  private byte[] asked(Broker question) {
    if (++asked > MAX_ASKED)
      return ended(Reason.OVER_BUDGET, "a call may reach out " + MAX_ASKED + " times");
    try {
      return begun(question).map(IsolatedCall::answer).orElse(NOTHING);
    } catch (RejectedExecutionException e) {
      return question.refused(Failure.BUSY, "too much goes on at once; try again in a moment");
    } catch (SkillKill kill) {
      return ended(kill.reason(), kill.reason() == Reason.TIMEOUT ? late() : kill.getMessage());
    } finally {
      synchronized (this) {
        errand = Optional.empty();
      }
    }
  }

  /** The process has ended with it, and so has what is read from it. */
  private byte[] ended(Reason reason, String message) {
    kill(reason, message);
    return NOTHING;
  }

  private synchronized Optional<Call<byte[]>> begun(Broker question) {
    if (ending != null) return Optional.empty();
    Duration rest = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    Budget own = new Budget(rest, budget.cpu(), budget.allocatedBytes(), 1);
    errand = Optional.of(workers.begin(own, context::log, question::answer));
    return errand;
  }

  private static byte[] answer(Call<byte[]> errand) {
    try {
      return errand.result().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SkillKill kill) throw kill;
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      errand.kill(Reason.LEFT, "the gateway is stopping");
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the gateway is stopping");
    }
  }

  private static SkillResult done(List<?> answer) {
    List<Problem> problems = new ArrayList<>();
    for (Object each : (List<?>) answer.get(3)) {
      List<?> problem = (List<?>) each;
      problems.add(new Problem((String) problem.get(0), (String) problem.get(1)));
    }
    String code = (String) answer.get(1);
    Optional<Failure> failure = Failure.ofCode(code);
    if (failure.isEmpty() && !code.isEmpty()) throw new IllegalArgumentException("code " + code);
    return new SkillResult(
        failure.isEmpty() ? answer.get(4) : null, failure, (String) answer.get(2), problems);
  }

  /** It ended by itself, was ended, or says what no worker says. */
  private SkillResult crashed(Helper taken, Exception e) {
    if (e instanceof StreamCorruptedException || e instanceof RuntimeException)
      taken.end(Reason.LEFT, "for what it said: " + e.getMessage());
    Ending how = taken.ended();
    if (how.reason() == Reason.TIMEOUT) return killed(new Ending(Reason.TIMEOUT, late()));
    if (taken.ranOutOfMemory())
      return failed(
          Failure.OVER_BUDGET,
          "it asked for more memory than there is: its process has " + skill.heapMegabytes + " MB");
    return failed(Failure.SKILL_BROKEN, "the skill is broken: its process ended " + how.message());
  }

  private String late() {
    return "no answer within its budget of " + budget.wall().toMillis() + " ms";
  }

  private static SkillResult killed(Ending told) {
    return switch (told.reason()) {
      case HALTED -> failed(Failure.HALTED, told.message());
      case TIMEOUT, LEFT -> failed(Failure.TIMEOUT, told.message());
      case OVER_BUDGET -> failed(Failure.OVER_BUDGET, told.message());
      case TOO_DEEP -> failed(Failure.SKILL_BROKEN, "the skill is broken: " + told.message());
    };
  }

  private static SkillResult failed(Failure failure, String message) {
    return SkillResult.failed(failure, message);
  }
}
