// SPDX-License-Identifier: Apache-2.0
package forge.live;

import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Calls skills: checks the arguments, pins the version, keeps the deadline, copies the value out.
 */
@ProviderType
public interface Runner {

  /**
   * One call, from its start to its end.
   *
   * @return the value as plain data ({@code Map}, {@code List}, {@code String}, {@code Number},
   *     {@code Boolean}, null) or the failure; never throws for what a skill does
   */
  default SkillResult call(SkillName name, SkillRequest request) {
    return call(name, request, Progress.NONE);
  }

  /** One call, as above, by somebody who wants to know how far it has come. */
  SkillResult call(SkillName name, SkillRequest request, Progress progress);

  /**
   * One call, as above, by somebody who need not wait for it.
   *
   * @param then is told the result, once: before this returns, or later on another thread, which it
   *     must not keep
   */
  default void call(SkillName name, SkillRequest request, Consumer<SkillResult> then) {
    then.accept(call(name, request));
  }
}
