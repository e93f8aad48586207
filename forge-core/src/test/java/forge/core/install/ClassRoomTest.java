// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Room for classes is found by clearing away, and where there is no limit there is always some. */
class ClassRoomTest {

  private final AtomicLong used = new AtomicLong(95);

  private ClassRoom room(long most, long afterwards) {
    return new ClassRoom(
        () -> new MemoryUsage(0, used.get(), Math.max(used.get(), 100), most),
        () -> used.set(afterwards));
  }

  @Test
  void itIsFullWhenNothingCanBeCleared() {
    assertThat(room(100, 93).isFull()).isTrue();
  }

  @Test
  void itIsNotFullWhenSomethingCan() {
    assertThat(room(100, 50).isFull()).isFalse();
    assertThat(used).hasValue(50);
  }

  @Test
  void withoutALimitItIsNeverFull() {
    assertThat(room(-1, 95).isFull()).isFalse();
    assertThat(new ClassRoom().isFull()).isFalse();
  }
}
