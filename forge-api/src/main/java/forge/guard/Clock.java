// SPDX-License-Identifier: Apache-2.0
package forge.guard;

/** Time for skills: as coarse as they need it, and a rest that ends with the call. */
public final class Clock {

  private static final long NANOS = 1_000_000;

  private Clock() {}

  /** As in System, in whole milliseconds. */
  @Routed(System.class)
  public static long nanoTime() {
    return System.nanoTime() / NANOS * NANOS;
  }

  /** As in Thread; an order to end the call ends it. */
  @Routed(Thread.class)
  public static void sleep(long millis) throws InterruptedException {
    Guard.poll();
    try {
      Thread.sleep(millis);
    } finally {
      Guard.poll();
    }
  }
}
