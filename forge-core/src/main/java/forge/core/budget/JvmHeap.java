// SPDX-License-Identifier: Apache-2.0
package forge.core.budget;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** This JVM's. For one thread, but for {@link #used}. */
final class JvmHeap implements Heap {

  /** Made when it is asked for: a start has no time for it. Not by the class: that tries once. */
  private LongSupplier left;

  private static LongSupplier lastCollection() {
    try {
      return new LastCollection()::left;
    } catch (LinkageError e) {
      return () -> 0; // a runtime without jdk.management does not tell
    }
  }

  /** In a class of its own, since the package need not be there. */
  private static final class LastCollection {
    private final List<com.sun.management.GarbageCollectorMXBean> collectors =
        ManagementFactory.getPlatformMXBeans(com.sun.management.GarbageCollectorMXBean.class);
    private final Set<String> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());

    long left() {
      com.sun.management.GcInfo last = null;
      for (var collector : collectors) {
        var info = collector.getLastGcInfo();
        if (info != null && (last == null || info.getEndTime() > last.getEndTime())) last = info;
      }
      return last == null ? 0 : sum(last);
    }

    private long sum(com.sun.management.GcInfo collection) {
      return collection.getMemoryUsageAfterGc().entrySet().stream()
          .filter(pool -> pools.contains(pool.getKey()))
          .mapToLong(pool -> pool.getValue().getUsed())
          .sum();
    }
  }

  @Override
  public long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public long left() {
    if (left == null) left = lastCollection();
    return left.getAsLong();
  }

  @Override
  public void collect() {
    System.gc();
  }
}
