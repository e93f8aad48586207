// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.guard.Guard;
import forge.make.Budget;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When calls together keep too much of the heap the largest goes, and none begins. */
class HeapWatchTest {

  private static final long MOST = 100L << 20;

  private final AtomicLong used = new AtomicLong();
  private final AtomicLong garbage = new AtomicLong();
  private final CountDownLatch collected = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private final SkillThreads threads =
      new SkillThreads(8, new HeapWatch(MOST, () -> used.get() + garbage.get(), this::collected));

  private void collected() {
    garbage.set(0);
    collected.countDown();
  }

  @AfterEach
  void stop() {
    over.countDown();
    threads.close();
  }

  /** Has allocated that much, and goes on until it is ended or all is over. */
  private Call<Integer> keeping(int megabytes) throws InterruptedException {
    CountDownLatch kept = new CountDownLatch(1);
    Call<Integer> call =
        threads.start(
            Budget.DEFAULT,
            HeapWatchTest.class.getClassLoader(),
            text -> {},
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
    HeapWatch watch = new HeapWatch(MOST, () -> 95L << 20, collected::countDown);
    watch.look(List.of(call));
    assertThat(watch.isFull()).isFalse();
    assertThat(call.result()).isNotDone();
    assertThat(collected.getCount()).isEqualTo(1);
  }
}
