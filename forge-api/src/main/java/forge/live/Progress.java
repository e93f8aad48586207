// SPDX-License-Identifier: Apache-2.0
package forge.live;

/** Is told how far a call has come, on the skill's own thread; must return at once. */
@FunctionalInterface
public interface Progress {
  /** Listens to nothing. */
  Progress NONE = (fraction, note) -> {};

  /**
   * The call has come so far.
   *
   * @param fraction 0 to 1
   * @param note what is being done, one line
   */
  void at(double fraction, String note);
}
