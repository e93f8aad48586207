// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClassesAheadTest {
  private static final List<String> START = ClassesAhead.names(ClassesAhead.START);
  private static final List<String> FIRST_SKILL = ClassesAhead.names(ClassesAhead.FIRST_SKILL);

  /** Knows no class, and tells which it was asked for. */
  private static final class Asked extends ClassLoader {
    final BlockingQueue<String> names = new LinkedBlockingQueue<>();

    Asked() {
      super(null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      names.add(name);
      if (names.size() % 2 == 0) throw new NoClassDefFoundError(name);
      throw new ClassNotFoundException(name);
    }

    List<String> next(int count) throws InterruptedException {
      List<String> next = new ArrayList<>();
      while (next.size() < count) next.add(names.take());
      return next;
    }
  }

  /** Also when none of them is there. */
  @Test
  void thoseOfTheStartComeInTheOrderOfUse() throws Exception {
    Asked loader = new Asked();
    new ClassesAhead(loader).begin();
    assertThat(loader.next(START.size())).isEqualTo(START);
  }

  @Test
  void thoseOfTheFirstSkillWaitForTheStart() throws Exception {
    Asked loader = new Asked();
    ClassesAhead ahead = new ClassesAhead(loader);
    ahead.begin();
    loader.next(START.size());
    assertThat(loader.names.poll(100, TimeUnit.MILLISECONDS)).isNull();
    ahead.gatewayAnswers();
    assertThat(loader.next(FIRST_SKILL.size())).isEqualTo(FIRST_SKILL);
  }
}
