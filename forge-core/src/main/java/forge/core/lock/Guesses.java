// SPDX-License-Identifier: Apache-2.0
package forge.core.lock;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wrong tokens of late: the same one again costs nothing, and an address that sent several waits
 * before its next new one is looked at. Bounded, however many there are.
 */
final class Guesses {

  private static final int MOST = 4096;
  private static final int FREE = 10;
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  private final Map<String, Boolean> wrong = bounded();
  private final Map<String, Count> addresses = bounded();

  /** Wrong ones from one address, since when. */
  private record Count(long since, int wrong) {}

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MOST;
      }
    };
  }

  synchronized boolean isKnown(String digest) {
    return wrong.containsKey(digest);
  }

  synchronized boolean tooMany(String from) {
    Count count = addresses.get(from);
    if (count == null) return false;
    if (System.nanoTime() - count.since > WINDOW) addresses.remove(from);
    return count.wrong >= FREE && addresses.containsKey(from);
  }

  synchronized void add(String digest, String from) {
    wrong.put(digest, true);
    Count count = addresses.getOrDefault(from, new Count(System.nanoTime(), 0));
    addresses.put(from, new Count(count.since, count.wrong + 1));
  }
}
