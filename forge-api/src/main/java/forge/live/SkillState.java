// SPDX-License-Identifier: Apache-2.0
package forge.live;

import java.util.Locale;

/** Where a known skill stands. */
public enum SkillState {
  /** In service. */
  LIVE,
  /** Accepted and kept; goes live with a restart or a trigger. */
  PENDING,
  /** Accepted and kept; goes live when a person approves it. */
  AWAITING_APPROVAL,
  /** Taken out of service; its history is kept. */
  RETIRED,
  /** Should be live and could not be brought up. */
  BROKEN,
  /** Live, but not called any more: a call of this version would not end. */
  QUARANTINED;

  /** The word on the wire: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
