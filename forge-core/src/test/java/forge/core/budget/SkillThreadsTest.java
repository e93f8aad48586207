// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.guard.Guard;
import forge.guard.SkillKill;
import forge.guard.SkillKill.Reason;
import forge.guard.SkillThread;
import forge.make.Budget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each limit of a budget ends a call, and what does not obey is told of. */
class SkillThreadsTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final long MUCH = 1L << 40;

  private final SkillThreads threads = new SkillThreads(2);

  @AfterEach
  void close() {
    threads.close();
  }

  private <T> Call<T> start(Budget budget, Callable<T> task) {
    return threads.start(budget, getClass().getClassLoader(), text -> {}, task);
  }

  private static void assertEnded(Call<?> call, Reason reason) throws Exception {
    assertThatThrownBy(() -> call.result().get(20, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SkillKill.class, kill -> assertThat(kill.reason()).isEqualTo(reason));
    call.over().get(20, SECONDS);
  }

  /** As a woven loop. */
  private static Object polling() {
    while (true) Guard.poll();
  }

  @Test
  void aCallAnswers() throws Exception {
    Call<Integer> call = start(new Budget(LONG), () -> 1);
    assertThat(call.result().get(20, SECONDS)).isEqualTo(1);
    call.over().get(20, SECONDS);
    assertThat(call.kill(Reason.HALTED, "late")).isFalse();
  }

  @Test
  void aDeadlineEndsIt() throws Exception {
    assertEnded(
        start(new Budget(Duration.ofMillis(50)), SkillThreadsTest::polling), Reason.TIMEOUT);
  }

  @Test
  void processorTimeEndsIt() throws Exception {
    Budget budget = new Budget(LONG, Duration.ofMillis(50), MUCH, 1);
    assertEnded(start(budget, SkillThreadsTest::polling), Reason.OVER_BUDGET);
  }

  @Test
  void allocationEndsIt() throws Exception {
    Budget budget = new Budget(LONG, LONG, 20 << 20, 1);
    Call<Object> call =
        start(
            budget,
            () -> {
              List<Object> kept = new ArrayList<>();
              while (true) {
                Guard.poll();
                kept.add(new byte[1000]);
                if (kept.size() > 100) kept.clear();
              }
            });
    assertEnded(call, Reason.OVER_BUDGET);
  }

  @Test
  void anOrderEndsWhatWaits() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Call<Object> call =
        start(
            new Budget(LONG),
            () -> {
              never.await();
              return 1;
            });
    assertThat(call.kill(Reason.HALTED, "halted")).isTrue();
    assertEnded(call, Reason.HALTED);
  }

  @Test
  void whatDoesNotObeyIsToldOf() throws Exception {
    AtomicBoolean obey = new AtomicBoolean();
    CountDownLatch told = new CountDownLatch(1);
    Call<Object> call =
        start(
            new Budget(Duration.ofMillis(50)),
            () -> {
              while (!obey.get()) Thread.onSpinWait();
              return 1;
            });
    call.onLeak(told::countDown);
    assertThat(told.await(20, SECONDS)).isTrue();
    assertThat(threads.leaked()).isEqualTo(1);
    obey.set(true);
    assertEnded(call, Reason.TIMEOUT);
    call.over().get(20, SECONDS);
    assertThat(threads.leaked()).isZero();
  }

  /** Runs it as a door's thread does that may run skills. */
  private static Thread onOurs(Runnable task) {
    Thread thread = new SkillThread(task, "door");
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    thread.start();
    return thread;
  }

  private <T> Call<T> prepare(Callable<T> task) {
    return threads.prepare(new Budget(LONG), getClass().getClassLoader(), text -> {}, task);
  }

  @Test
  void aCallMayRunOnTheThreadThatAsks() throws Exception {
    CompletableFuture<List<Object>> seen = new CompletableFuture<>();
    onOurs(
        () -> {
          List<Object> here = new ArrayList<>();
          here.add(SkillThreads.isOurs());
          Call<Boolean> call =
              prepare(
                  () -> {
                    here.add(SkillThreads.isOurs());
                    here.add(Thread.currentThread().getContextClassLoader() == null);
                    return true;
                  });
          call.result().thenRun(() -> here.add(call.over().isDone()));
          SkillThreads.runHere(call);
          here.add(SkillThreads.isOurs());
          here.add(Thread.currentThread().getContextClassLoader() == null);
          seen.complete(here);
        });
    assertThat(seen.get(20, SECONDS)).containsExactly(true, false, true, true, true, false);
    assertThat(SkillThreads.isOurs()).isFalse();
  }

  @Test
  void anOrderEndsWhatRunsOnTheThreadThatAsked() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    Call<Object> call =
        prepare(
            () -> {
              begun.countDown();
              never.await();
              return 1;
            });
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    onOurs(
        () -> {
          SkillThreads.runHere(call);
          interrupted.complete(Thread.currentThread().isInterrupted());
        });
    assertThat(begun.await(20, SECONDS)).isTrue();
    assertThat(call.kill(Reason.HALTED, "halted")).isTrue();
    assertEnded(call, Reason.HALTED);
    assertThat(interrupted.get(20, SECONDS)).isFalse();
  }

  @Test
  void whatRunsOnTheThreadThatAsksCounts() throws Exception {
    Call<Integer> first = prepare(() -> 1);
    Call<Integer> second = prepare(() -> 2);
    assertThatThrownBy(() -> start(new Budget(LONG), () -> 3))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> prepare(() -> 3)).isInstanceOf(RejectedExecutionException.class);
    onOurs(() -> SkillThreads.runHere(first));
    onOurs(() -> SkillThreads.runHere(second));
    assertThat(first.result().get(20, SECONDS) + second.result().get(20, SECONDS)).isEqualTo(3);
    assertThat(start(new Budget(LONG), () -> 3).result().get(20, SECONDS)).isEqualTo(3);
  }

  @Test
  void aThirdOfTwoIsTurnedAway() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    Callable<Object> waiting =
        () -> {
          open.await();
          return 1;
        };
    start(new Budget(LONG), waiting);
    start(new Budget(LONG), waiting);
    assertThatThrownBy(() -> start(new Budget(LONG), waiting))
        .isInstanceOf(RejectedExecutionException.class);
    open.countDown();
  }
}
