// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.guard.Check;
import forge.guard.Guard;
import forge.make.Budget;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When calls together keep too much of the heap the largest goes, and none begins. */
class HeapWatchTest {

  private static final long MOST = 100L << 20;

  private static final List<Call<?>> STARTED = new CopyOnWriteArrayList<>();

  private final AtomicLong used = new AtomicLong();
  private final AtomicLong garbage = new AtomicLong();
  private final AtomicLong none = new AtomicLong();
  private final AtomicLong left = new AtomicLong();
  private volatile Runnable whileCollecting = () -> {};
  private final CountDownLatch collected = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final SkillThreads threads = new SkillThreads(8, new HeapWatch(MOST, new Told()));

  /** Looks when a test has it look. */
  private final HeapWatch watch = new HeapWatch(MOST, new Told());

  /** A heap that is as full as the test says. */
  private final class Told implements Heap {

    @Override
    public long used() {
      if (none.get() > 0 && none.getAndDecrement() > 0) throw new OutOfMemoryError("for this test");
      return used.get() + garbage.get();
    }

    @Override
    public long left() {
      return left.get();
    }

    @Override
    public void collect() {
      whileCollecting.run();
      garbage.set(0);
      collected.countDown();
    }
  }

  /** Not before all calls are over: how polls look is common to all tests. */
  @AfterEach
  void stop() throws Exception {
    over.countDown();
    for (Call<?> call : STARTED) call.over().get(30, TimeUnit.SECONDS);
    STARTED.clear();
    threads.close();
  }

  /** Has allocated that much, and goes on until it is ended or all is over. */
  private Call<Integer> keeping(int megabytes) throws InterruptedException {
    return keeping(megabytes, threads);
  }

  private Call<Integer> keeping(int megabytes, SkillThreads threads) throws InterruptedException {
    CountDownLatch kept = new CountDownLatch(1);
    Call<Integer> call =
        start(
            threads,
            () -> {
              byte[][] all = new byte[megabytes][];
              for (int i = 0; i < megabytes; i++) all[i] = new byte[1 << 20];
              kept.countDown();
              while (over.getCount() > 0) Guard.poll();
              return all.length;
            });
    kept.await();
    return call;
  }

  private static void until(BooleanSupplier what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!what.getAsBoolean()) {
      if (System.nanoTime() - end > 0) throw new AssertionError("not within 30 s");
      Thread.onSpinWait();
    }
  }

  private Call<Integer> start(Callable<Integer> task) {
    return start(threads, task);
  }

  private static Call<Integer> start(SkillThreads threads, Callable<Integer> task) {
    Call<Integer> call =
        threads.start(Budget.DEFAULT, HeapWatchTest.class.getClassLoader(), text -> {}, task);
    STARTED.add(call);
    return call;
  }

  @Test
  void theLargestIsEndedAndNoneBeginsUntilThereIsRoom() throws Exception {
    List<String> ended = new CopyOnWriteArrayList<>();
    keeping(5).result().whenComplete((value, e) -> ended.add("small"));
    Call<Integer> large = keeping(30);
    large.result().whenComplete((value, e) -> ended.add("large"));
    used.set(90L << 20);
    assertThatThrownBy(() -> large.result().get(30, TimeUnit.SECONDS))
        .hasMessageContaining("run short of memory");
    assertThat(ended.get(0)).isEqualTo("large");
    assertThat(threads.isShortOfMemory()).isTrue();
    assertThatThrownBy(() -> keeping(1)).isInstanceOf(RejectedExecutionException.class);
    used.set(20L << 20);
    while (threads.isShortOfMemory()) Thread.onSpinWait();
    keeping(1);
  }

  @Test
  void noneGoesOnWhileItIsFoundOut() throws Exception {
    AtomicLong rounds = new AtomicLong();
    AtomicLong wentOn = new AtomicLong(-1);
    keeping(30);
    CompletableFuture<Thread> runs = new CompletableFuture<>();
    start(
        () -> {
          runs.complete(Thread.currentThread());
          while (over.getCount() > 0) {
            rounds.incrementAndGet();
            Guard.poll();
          }
          return 0;
        });
    Thread other = runs.get();
    whileCollecting =
        () -> {
          until(() -> other.getState() == Thread.State.TIMED_WAITING);
          long before = rounds.get();
          until(() -> other.getState() == Thread.State.RUNNABLE);
          until(() -> other.getState() == Thread.State.TIMED_WAITING); // woken, and held still
          wentOn.set(rounds.get() - before);
        };
    garbage.set(95L << 20);
    assertThat(collected.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(wentOn.get()).isZero();
    long then = rounds.get();
    until(() -> rounds.get() > then);
  }

  @Test
  void whoeverAllocatesMuchHasTheWatchLookFirst() throws Exception {
    Call<Integer> call =
        start(
            () -> {
              garbage.set(80L << 20);
              Check.length(1 << 20, 1);
              long before = collected.getCount();
              garbage.set(90L << 20);
              Check.length(1 << 20, 1);
              return (int) (before - collected.getCount());
            });
    assertThat(call.result().get(30, TimeUnit.SECONDS))
        .as("collected once, when little is left")
        .isOne();
  }

  @Test
  void whoeverAllocatesMuchIsNotToBlameForWhatOthersKeep() throws Exception {
    used.set(95L << 20);
    Call<Integer> call = start(() -> Check.length(1 << 20, 1));
    assertThat(call.result().get(30, TimeUnit.SECONDS)).isEqualTo(1 << 20);
    assertThat(collected.getCount()).isZero();
    assertThat(threads.isShortOfMemory()).isFalse();
  }

  @Test
  void theWatchGoesOnWithoutMemory() throws Exception {
    Call<Integer> call = keeping(30);
    none.set(3);
    used.set(90L << 20);
    assertThatThrownBy(() -> call.result().get(30, TimeUnit.SECONDS))
        .hasMessageContaining("run short of memory");
    assertThat(none.get()).isZero();
    used.set(20L << 20);
    until(() -> !Guard.isHeld());
  }

  @Test
  void aCollectionOfTheJvmTellsOfAShortageAtOnce() throws Exception {
    threads.close();
    SkillThreads unwatched = new SkillThreads(1);
    Call<Integer> call = keeping(30, unwatched);
    garbage.set(95L << 20);
    watch.look(List.of(call));
    assertThat(collected.getCount()).isZero();
    assertThat(watch.isFull()).isFalse();
    used.set(90L << 20);
    left.set(75L << 20);
    watch.look(List.of(call));
    assertThat(watch.isFull()).isTrue();
    assertThat(call.result()).isCompletedExceptionally();
    unwatched.close();
  }

  @Test
  void pollsAreMadeToLookBeforeTheHeapIsFull() throws Exception {
    threads.close();
    SkillThreads unwatched = new SkillThreads(1);
    Call<Integer> call = keeping(30, unwatched);
    CallSite polls = Guard.site(MethodHandles.lookup(), "poll", MethodType.methodType(void.class));
    MethodHandle unlooking = polls.getTarget();
    used.set(60L << 20);
    watch.look(List.of(call));
    assertThat(polls.getTarget()).isSameAs(unlooking);
    left.set(60L << 20);
    watch.look(List.of(call));
    assertThat(polls.getTarget()).isNotSameAs(unlooking);
    over.countDown();
    call.over().get(30, TimeUnit.SECONDS);
    assertThat(polls.getTarget()).isSameAs(unlooking);
    unwatched.close();
  }

  @Test
  void garbageIsNoShortage() throws Exception {
    Call<Integer> call = keeping(30);
    garbage.set(95L << 20);
    assertThat(collected.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(threads.isShortOfMemory()).isFalse();
    assertThat(call.result()).isNotDone();
  }

  @Test
  void callsThatKeepLittleAreNotToBlame() throws Exception {
    Call<Integer> call = keeping(1);
    used.set(95L << 20);
    watch.look(List.of(call));
    assertThat(watch.isFull()).isFalse();
    assertThat(call.result()).isNotDone();
    assertThat(collected.getCount()).isEqualTo(1);
  }
}
