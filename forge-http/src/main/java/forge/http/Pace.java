// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps one caller to so many requests a second, with a second's worth at once: the generic cell
 * rate algorithm of ATM (ITU-T I.371), which holds one number and needs no clean-up.
 */
final class Pace {

  private static final long SECOND = 1_000_000_000;

  private final AtomicLong due = new AtomicLong(Long.MIN_VALUE);

  /**
   * Counts a request.
   *
   * @param rate requests a second
   * @param now a time that only grows, nanoseconds
   * @return nothing when it may pass; else how long to wait, nanoseconds
   */
  OptionalLong next(int rate, long now) {
    long step = SECOND / rate;
    long burst = Math.max(SECOND, step);
    while (true) {
      long before = due.get();
      long begin = before == Long.MIN_VALUE ? now : Math.max(before, now);
      long wait = begin + step - burst - now;
      if (wait > 0) return OptionalLong.of(wait);
      if (due.compareAndSet(before, begin + step)) return OptionalLong.empty();
    }
  }
}
