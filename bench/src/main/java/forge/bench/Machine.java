// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where a measurement was taken, and of what. */
final class Machine {

  private Machine() {}

  /** Processor, memory, system, Java, product, and how busy the machine was before. */
  static Map<String, Object> plain() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("cpu", named(Path.of("/proc/cpuinfo"), "model name\\s*: (.*)", system.getArch()));
    plain.put("processors", (long) system.getAvailableProcessors());
    plain.put("memory_gb", Math.round(system.getTotalMemorySize() / 1e9));
    String fallback = System.getProperty("os.name");
    plain.put("system", named(Path.of("/etc/os-release"), "PRETTY_NAME=\"(.*)\"", fallback));
    plain.put("kernel", System.getProperty("os.version") + " " + system.getArch());
    plain.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    plain.put("product", product());
    plain.put("load_before", Quantiles.rounded(Math.max(0, system.getSystemLoadAverage())));
    return plain;
  }

  /** What the first line that looks so has in its brackets. */
  private static String named(Path file, String pattern, String fallback) {
    if (!Files.isReadable(file)) return fallback;
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.matches(pattern))
          .findFirst()
          .map(line -> line.replaceFirst(pattern, "$1"))
          .orElse(fallback);
    } catch (IOException e) {
      return fallback;
    }
  }

  private static String product() {
    Path pom = Driver.root().resolve("cnf/pom.xml");
    return named(pom, " *<version>(.*)</version>", "?") + " " + commit();
  }

  /** The commit of the tree; a {@code +} behind it says that the tree had more. */
  private static String commit() {
    String more = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench");
    return git("rev-parse", "--short", "HEAD") + (more.isEmpty() ? "" : "+");
  }

  private static String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Driver.root().toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      byte[] said = builder.start().getInputStream().readAllBytes();
      return new String(said, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
