// SPDX-License-Identifier: Apache-2.0
package forge.make;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Judges the exact bytes that would run. Every service of this type is asked. */
@ConsumerType
public interface Rule {

  /** What is wrong with the bundle; empty when nothing is. */
  List<Finding> check(SkillBundle bundle);
}
