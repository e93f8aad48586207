// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.nio.channels.Selector;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ManagedSelector.SelectorUpdate;

/** Whether a selector still has a thread that selects. For one thread that looks. */
final class Pulse implements SelectorUpdate {

  private final ManagedSelector selector;
  private volatile boolean beats = true;
  private int missed;

  Pulse(ManagedSelector selector) {
    this.selector = selector;
  }

  ManagedSelector selector() {
    return selector;
  }

  /** Asks for a beat, and says how many looks have come since the last one; 0 if all is well. */
  int look() {
    if (!beats) return ++missed;
    missed = 0;
    beats = false;
    selector.submit(this);
    return 0;
  }

  @Override
  public void update(Selector nio) {
    beats = true;
  }
}
