// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM of this machine holds, in kB.
 *
 * @param heap in use after a collection
 * @param metaspace in use, classes' names and bytecode apart from it included
 * @param resident the resident set before that collection, as the system tells
 */
record Memory(double heap, double metaspace, double resident) {

  private static final Pattern HEAP = Pattern.compile("garbage-first heap .*used (\\d+)K");
  private static final Pattern METASPACE = Pattern.compile("Both: +(\\d+)\\.\\d+ KB used");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");

  /** Of that process, which must run on the driver's own Java with G1. */
  static Memory of(long pid) throws IOException {
    double resident = resident(pid);
    // Classes that a collection finds dead are gone after the next one.
    for (int i = 0; i < 3; i++) jcmd(pid, "GC.run");
    return new Memory(
        first(HEAP, jcmd(pid, "GC.heap_info")),
        first(METASPACE, jcmd(pid, "VM.metaspace basic scale=KB")),
        resident);
  }

  /** The resident set of any process. */
  static double resident(long pid) throws IOException {
    return first(RESIDENT, Files.readString(Path.of("/proc/" + pid + "/status")));
  }

  private static String jcmd(long pid, String command) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static double first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (found.find()) return Double.parseDouble(found.group(1));
    throw new IllegalStateException("nothing like " + pattern + " in: " + text);
  }
}
