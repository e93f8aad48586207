// SPDX-License-Identifier: Apache-2.0
package forge.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Small named values that are kept from call to call, restarts included, and shared by all skills
 * that were granted the slot.
 */
@ProviderType
public interface SkillKnowledge {

  /** The value of a slot, plain data; null when it is empty. */
  Object get(String slot);

  /** Replaces the value of a slot, for good; null empties it. */
  void put(String slot, Object value);

  /**
   * Replaces the value of a slot if it still is what the caller thinks: two callers at once cannot
   * lose each other's change. Needs the right to read and to write.
   *
   * @return false when it was another one; nothing has changed then
   */
  boolean replace(String slot, Object expected, Object value);
}
