// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.Metrics.Family;
import forge.live.Metrics.Type;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the JVM tells of itself, under the names that dashboards know. */
final class JvmMetrics {

  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;

  private JvmMetrics() {}

  static List<Family> read() {
    List<Family> families = new ArrayList<>();
    families.addAll(memory(ManagementFactory.getMemoryMXBean()));
    families.addAll(collections());
    families.addAll(counts());
    system("ProcessCpuTime")
        .ifPresent(
            nanos ->
                families.add(
                    counter(
                        "process_cpu_seconds_total",
                        "CPU time that the process used.",
                        nanos / NANOS)));
    system("OpenFileDescriptorCount")
        .ifPresent(open -> families.add(gauge("process_open_fds", "Files that are open.", open)));
    return families;
  }

  private static List<Family> memory(MemoryMXBean memory) {
    var heap = memory.getHeapMemoryUsage();
    var rest = memory.getNonHeapMemoryUsage();
    return List.of(
        area("jvm_memory_used_bytes", "Memory in use.", heap.getUsed(), rest.getUsed()),
        area(
            "jvm_memory_committed_bytes",
            "Memory that is reserved.",
            heap.getCommitted(),
            rest.getCommitted()),
        area("jvm_memory_max_bytes", "Most memory; -1: no limit.", heap.getMax(), rest.getMax()));
  }

  private static Family area(String name, String help, long heap, long rest) {
    return Family.by("area", name, Type.GAUGE, help, Map.of("heap", heap, "nonheap", rest));
  }

  private static List<Family> collections() {
    Map<String, Double> counts = new TreeMap<>();
    Map<String, Double> seconds = new TreeMap<>();
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      counts.put(gc.getName(), (double) Math.max(0, gc.getCollectionCount()));
      seconds.put(gc.getName(), Math.max(0, gc.getCollectionTime()) / MILLIS);
    }
    return List.of(
        Family.by("gc", "jvm_gc_collections_total", Type.COUNTER, "Collections.", counts),
        Family.by(
            "gc", "jvm_gc_collection_seconds_total", Type.COUNTER, "Time they took.", seconds));
  }

  private static List<Family> counts() {
    var threads = ManagementFactory.getThreadMXBean();
    var classes = ManagementFactory.getClassLoadingMXBean();
    var runtime = ManagementFactory.getRuntimeMXBean();
    return List.of(
        gauge("jvm_threads_current", "Threads that live.", threads.getThreadCount()),
        gauge("jvm_threads_daemon", "Daemons among them.", threads.getDaemonThreadCount()),
        gauge("jvm_threads_peak", "Most that lived at once.", threads.getPeakThreadCount()),
        gauge("jvm_classes_loaded", "Classes that are loaded.", classes.getLoadedClassCount()),
        counter("jvm_classes_loaded_total", "Ever loaded.", classes.getTotalLoadedClassCount()),
        counter("jvm_classes_unloaded_total", "Unloaded again.", classes.getUnloadedClassCount()),
        gauge(
            "process_start_time_seconds",
            "When the process started, Unix time.",
            runtime.getStartTime() / MILLIS),
        gauge("process_uptime_seconds", "How long it runs.", runtime.getUptime() / MILLIS));
  }

  private static Family gauge(String name, String help, double value) {
    return Family.of(name, Type.GAUGE, help, value);
  }

  private static Family counter(String name, String help, double value) {
    return Family.of(name, Type.COUNTER, help, value);
  }

  /** By name, for the interface that has it is not part of Java. */
  private static Optional<Double> system(String attribute) {
    try {
      var system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
      Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(system, attribute);
      return value instanceof Number number && number.doubleValue() >= 0
          ? Optional.of(number.doubleValue())
          : Optional.empty();
    } catch (JMException e) {
      return Optional.empty();
    }
  }
}
