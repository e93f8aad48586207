// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Looks into another JVM of this machine: its options, what it has used. */
final class JvmProbe implements AutoCloseable {

  private final long pid;
  private final JMXConnector connector;
  private final ThreadMXBean threads;
  private final com.sun.management.OperatingSystemMXBean system;

  /** Looks into that process, which must run on the same Java. */
  JvmProbe(long pid) throws IOException {
    this.pid = pid;
    connector = JMXConnectorFactory.connect(agent(pid));
    var server = connector.getMBeanServerConnection();
    threads =
        ManagementFactory.newPlatformMXBeanProxy(
            server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    system =
        ManagementFactory.newPlatformMXBeanProxy(
            server,
            ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
            com.sun.management.OperatingSystemMXBean.class);
  }

  private static JMXServiceURL agent(long pid) throws IOException {
    try {
      VirtualMachine vm = VirtualMachine.attach(Long.toString(pid));
      try {
        return new JMXServiceURL(vm.startLocalManagementAgent());
      } finally {
        vm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("cannot look into process " + pid, e);
    }
  }

  /** How that JVM was started, for another one; without what belongs to its own files. */
  List<String> options() {
    String[] arguments = ProcessHandle.of(pid).orElseThrow().info().arguments().orElseThrow();
    return Arrays.stream(arguments)
        .takeWhile(argument -> argument.startsWith("-") && !argument.equals("-jar"))
        .takeWhile(argument -> !argument.equals("-cp"))
        .filter(argument -> !argument.matches(".*(Archive|AOT|ErrorFile|Xshare|Recording).*"))
        .toList();
  }

  /** Time of the processor that it has used. */
  long cpuNanos() {
    return system.getProcessCpuTime();
  }

  /** What its threads that live have allocated. */
  long allocatedBytes() {
    long[] each = threads.getThreadAllocatedBytes(threads.getAllThreadIds());
    return Arrays.stream(each).filter(bytes -> bytes > 0).sum();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
