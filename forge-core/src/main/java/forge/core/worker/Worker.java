// SPDX-License-Identifier: Apache-2.0
package forge.core.worker;

import forge.api.Failure;
import forge.api.Skill;
import forge.api.SkillContext;
import forge.api.SkillName;
import forge.api.SkillResult;
import forge.core.budget.Call;
import forge.core.budget.SkillThreads;
import forge.core.live.Constants;
import forge.core.run.Answering;
import forge.core.run.Crash;
import forge.guard.SkillKill;
import forge.make.Budget;
import forge.make.Rejected;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * The program of a helper process: it runs one skill, one call at a time, and speaks with the
 * gateway over its standard input and output. It ends when the gateway does.
 *
 * <p>The budget is held here, too, so that a call which obeys is told why; that it ends for certain
 * is the gateway's part, which ends the process.
 */
public final class Worker {

  private static final Budget MAKING = new Budget(Duration.ofSeconds(5));
  private static final int THREADS = 4;

  private final InputStream in;
  private final OutputStream out;
  private final SkillThreads threads = new SkillThreads(THREADS);
  private final Questions questions = new Questions(this::say);
  private ClassLoader loader = Worker.class.getClassLoader();
  private SkillName name = new SkillName("blank");
  private volatile Skill skill;

  private Worker(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Serves until its input ends. */
  public static void main(String[] args) {
    try {
      Worker worker =
          new Worker(
              new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
              new FileOutputStream(FileDescriptor.out));
      System.setIn(InputStream.nullInputStream());
      System.setOut(new PrintStream(OutputStream.nullOutputStream()));
      worker.serve();
    } catch (IOException | RuntimeException e) {
      // The gateway has ended, or speaks another language: nobody is there to be told.
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  private void serve() throws IOException {
    say("ready");
    warmUp();
    for (; ; ) {
      List<?> message = Wire.read(in);
      switch ((String) message.get(0)) {
        case "load" -> load(message);
        case "call" -> call(message);
        case "answer" -> questions.answered(message);
        default -> throw new IOException("unknown word " + message.get(0));
      }
    }
  }

  /** Whether or not it can still be told. */
  private synchronized void say(Object... message) {
    try {
      Wire.write(out, Arrays.asList(message));
    } catch (IOException e) {
      Runtime.getRuntime().halt(0);
    }
  }

  /** So that the first call finds the classes of the way to it loaded. */
  private void warmUp() throws IOException {
    SkillContext context = new PipeContext(name, MAKING, (word, about) -> {}, questions);
    Skill nothing = (request, unused) -> SkillResult.ok(request.arguments());
    Map<String, Object> some = Map.of("a", List.of(1L, "b", true));
    threads
        .start(MAKING, loader, text -> {}, () -> Answering.of(nothing, name, some, context))
        .result()
        .thenAccept(Worker::done)
        .join();
  }

  /** {@code load, name, class, jar}. */
  private void load(List<?> message) throws IOException {
    name = new SkillName((String) message.get(1));
    SkillClasses own = new SkillClasses((byte[]) message.get(3));
    loader = own;
    String type = (String) message.get(2);
    threads
        .start(MAKING, loader, text -> {}, () -> made(type, own))
        .result()
        .whenComplete((why, e) -> loaded(e == null ? why : "", e));
  }

  /** {@code loaded, rule, why}; both are empty when all is well. */
  private void loaded(String why, Throwable e) {
    Throwable cause = e instanceof CompletionException ? e.getCause() : e;
    if (cause instanceof Rejected rejected)
      say("loaded", rejected.findings().get(0).rule(), rejected.getMessage());
    else {
      String all = cause == null ? why : String.valueOf(cause.getMessage());
      if (all.isEmpty()) say("loaded", "", "");
      else say("loaded", "service.none", "the skill cannot be made: " + all);
    }
  }

  /** Why it cannot be made; empty when it is made. */
  private String made(String type, SkillClasses own) {
    try {
      skill = (Skill) loader.loadClass(type).getConstructor().newInstance();
      Constants.check(own.names(), skill);
      return "";
    } catch (InvocationTargetException | ExceptionInInitializerError e) {
      return Crash.told(name, e.getCause());
    } catch (Rejected e) {
      throw e;
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return Crash.told(name, e);
    }
  }

  /** {@code call, wall, cpu, bytes, arguments}; times in nanoseconds. */
  @SuppressWarnings("unchecked") // a map has text for keys
  private void call(List<?> message) {
    Budget budget =
        new Budget(
            Duration.ofNanos((Long) message.get(1)),
            Duration.ofNanos((Long) message.get(2)),
            (Long) message.get(3),
            1);
    Map<String, Object> arguments = (Map<String, Object>) message.get(4);
    PipeContext context = new PipeContext(name, budget, this::say, questions);
    Call<SkillResult> call =
        threads.start(
            budget, loader, context::log, () -> Answering.of(skill, name, arguments, context));
    call.result().whenComplete((result, e) -> answer(result, e));
  }

  private void answer(SkillResult result, Throwable e) {
    Throwable cause = e instanceof CompletionException ? e.getCause() : e;
    if (cause instanceof SkillKill kill) say("killed", kill.reason().name(), kill.getMessage());
    else if (cause != null) say(done(broken(cause.toString())));
    else
      try {
        say(done(result));
      } catch (IllegalArgumentException tooLong) {
        say(done(broken("of what it answered, " + tooLong.getMessage())));
      }
  }

  private static SkillResult broken(String why) {
    return SkillResult.failed(Failure.SKILL_BROKEN, Answering.BROKEN + why);
  }

  private static Object[] done(SkillResult result) {
    List<?> problems =
        result.problems().stream().map(each -> List.of(each.path(), each.message())).toList();
    return new Object[] {
      "done",
      result.failure().map(Failure::code).orElse(""),
      result.message(),
      problems,
      result.value()
    };
  }
}
