// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** What a skill may reach during one call. Not to be kept after the call has ended. */
@ProviderType
public interface SkillContext {

  /** The name the skill was called by. */
  SkillName skill();

  /** When the call is ended, whether it has answered or not. */
  Instant deadline();

  /** Writes one line to the gateway's log, marked with the skill's name. */
  void log(String message);

  /**
   * Tells how far the call has come.
   *
   * @param fraction 0 to 1
   * @param note what is being done
   */
  void progress(double fraction, String note);
}
