// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

/** What is to be known of a heap that all calls share; bytes. */
interface Heap {

  /** In use now, garbage included. */
  long used();

  /** What the last collection left in use; 0 where the runtime does not tell. */
  long left();

  /** Collects all garbage now. */
  void collect();
}
