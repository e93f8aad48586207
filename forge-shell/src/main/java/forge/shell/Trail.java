// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import forge.live.AuditTrail;
import forge.live.ForgeEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The newest lines of the audit trail. */
final class Trail {

  private static final int PAGE = 1_000;
  private static final long LOOK_MILLIS = 300;

  private Trail() {}

  static List<ForgeEvent> last(AuditTrail audit, int count) {
    Deque<ForgeEvent> last = new ArrayDeque<>();
    long after = 0;
    for (List<ForgeEvent> page = audit.read(after, PAGE);
        !page.isEmpty();
        page = audit.read(after, PAGE)) {
      last.addAll(page);
      after = page.get(page.size() - 1).seq();
      while (last.size() > count) last.removeFirst();
    }
    return List.copyOf(last);
  }

  /** Tells what comes, until it is interrupted. */
  static void follow(AuditTrail audit, long after, Consumer<ForgeEvent> tell)
      throws InterruptedException {
    for (long seq = after; ; Thread.sleep(LOOK_MILLIS))
      for (ForgeEvent event : audit.read(seq, PAGE)) {
        tell.accept(event);
        seq = event.seq();
      }
  }
}
