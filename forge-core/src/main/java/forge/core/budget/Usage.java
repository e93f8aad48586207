// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongUnaryOperator;

/** What a thread has used since it began, as far as this runtime can tell. */
final class Usage {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean CPU = THREADS.isThreadCpuTimeSupported();
  private static final LongUnaryOperator BYTES = bytes();

  private Usage() {}

  private static LongUnaryOperator bytes() {
    try {
      return Hotspot.bytes();
    } catch (LinkageError e) {
      return id -> 0; // a runtime without jdk.management does not count
    }
  }

  /** In a class of its own, since the package need not be there. */
  private static final class Hotspot {
    static LongUnaryOperator bytes() {
      if (!(THREADS instanceof com.sun.management.ThreadMXBean counting)) return id -> 0;
      return counting::getThreadAllocatedBytes;
    }
  }

  /** Time of a processor, nanoseconds. */
  static long cpuNanos(Thread thread) {
    return CPU ? Math.max(0, THREADS.getThreadCpuTime(thread.getId())) : 0;
  }

  /** What the thread that asks allocated. */
  static long currentBytes() {
    return bytes(Thread.currentThread());
  }

  /** What it allocated, inside of the JDK, too. */
  static long bytes(Thread thread) {
    return Math.max(0, BYTES.applyAsLong(thread.getId()));
  }
}
