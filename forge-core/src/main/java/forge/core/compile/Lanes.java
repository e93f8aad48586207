// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/** Things that one thread at a time may use, one for each processor; the warmest is lent first. */
final class Lanes<L> {
  private final Semaphore room = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final Deque<L> idle = new ConcurrentLinkedDeque<>();
  private final Supplier<L> open;

  Lanes(Supplier<L> open) {
    this.open = open;
  }

  /** Lends a lane for one piece of work; waits for one when all are lent. */
  <R> R use(Function<L, R> work) {
    room.acquireUninterruptibly();
    try {
      L lane = Optional.ofNullable(idle.pollFirst()).orElseGet(open);
      try {
        return work.apply(lane);
      } finally {
        idle.addFirst(lane);
      }
    } finally {
      room.release();
    }
  }
}
