// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

/**
 * The right to call one generation: while it is held, that generation stays up.
 *
 * @param generation what may be called
 */
public record Lease(Generation generation) implements AutoCloseable {

  /** Gives the right back. */
  @Override
  public void close() {
    generation.unpin();
  }
}
