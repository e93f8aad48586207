// SPDX-License-Identifier: Apache-2.0
package forge.live;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What happened here, in order, so that no line can be changed unseen. */
@ProviderType
public interface AuditTrail {

  /**
   * The outcome of {@link #verify()}.
   *
   * @param lines how many lines were read
   * @param broken the first line that is not what it was, counted from 1 over all files
   * @param why what is wrong with it; empty when nothing is
   */
  record Verdict(long lines, Optional<Long> broken, String why) {}

  /**
   * A page of events, oldest first.
   *
   * @param after only events with a greater number; 0: from the first
   * @param limit at most so many
   */
  List<ForgeEvent> read(long after, int limit);

  /** Reads all lines and checks the chain. */
  Verdict verify();
}
