// SPDX-License-Identifier: Apache-2.0
package forge.it;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * What a skill may answer when: each of its changes holds from some instant between the question
 * for it and its answer, and until some such instant of the next one. Times are {@link
 * System#nanoTime}.
 */
final class Timeline {

  /** What stands for the answer of a skill that is not there. */
  static final Object GONE = "gone";

  private static final class Change {
    private final Object value;
    private final long asked = System.nanoTime();
    private volatile long answered = Long.MAX_VALUE;

    Change(Object value) {
      this.value = value;
    }
  }

  private final List<Change> changes = new CopyOnWriteArrayList<>();

  /** Makes a change after which the skill answers the value. One thread only. */
  <T> T change(Object value, Supplier<T> question) {
    Change change = new Change(value);
    changes.add(change);
    T answer = question.get();
    change.answered = System.nanoTime();
    return answer;
  }

  /** What is wrong with a value for a call that took its version at some instant of this span. */
  Optional<String> fault(Object value, long from, long to) {
    List<Change> known = List.copyOf(changes);
    for (int i = 0; i < known.size(); i++) {
      long until = i + 1 < known.size() ? known.get(i + 1).answered : Long.MAX_VALUE;
      Change change = known.get(i);
      if (Objects.equals(change.value, value) && change.asked <= to && until >= from)
        return Optional.empty();
    }
    Object last = known.get(known.size() - 1).value;
    return Optional.of("answered " + value + " when it was not that; now it is " + last);
  }
}
