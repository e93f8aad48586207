// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a skill may reach during one call. Not to be kept after the call has ended.
 *
 * <p>The web, files, kept values, the environment and other skills need a grant in the skill's
 * spec; without it they answer {@link Failure#DENIED} and say which one is missing.
 */
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

  /** The web, by {@code http} grants. */
  default SkillHttp http() {
    throw nothing();
  }

  /** Files, by {@code files.read} and {@code files.write} grants. */
  default SkillFiles files() {
    throw nothing();
  }

  /** Kept values, by {@code knowledge} grants. */
  default SkillKnowledge knowledge() {
    throw nothing();
  }

  /** A variable of the gateway's environment, by an {@code env} grant; empty when it is not set. */
  default String env(String name) {
    throw nothing();
  }

  /** Other skills, by {@code skills} grants. */
  default SkillCalls skills() {
    throw nothing();
  }

  private static Refusal nothing() {
    return new Refusal(Failure.DENIED, "nothing is granted here", List.of());
  }
}
