// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What skills that are up cost in memory, and what those cost that are only known: heap and
 * metaspace after a collection, and the resident set.
 */
public final class ResidentMemory {

  private static final String USAGE =
      """
      usage: bench/run residents [--skills N] [--home FOLDER]

      Forges N skills, starts the gateway anew, and wakes them step by step.
        --skills N     how many are known (1000)
        --home FOLDER  the product to start, unpacked (runtime/target/forge)
      """;

  private static final Pattern HEAP =
      Pattern.compile("garbage-first heap +total \\d+K, used (\\d+)K");
  private static final Pattern META = Pattern.compile("Metaspace +used (\\d+)K");

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
  private static final double KILO = 1024;

  private final Path home;
  private final int skills;

  private ResidentMemory(Options options) {
    home = Path.of(options.text("--home").orElseThrow());
    skills = options.number("--skills");
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = Map.of("--skills", "1000");
    System.exit(
        Driver.main(USAGE, args, flags, options -> new ResidentMemory(options).run(options)));
  }

  private int run(Options options) throws IOException {
    Result result = Result.of("residents", "Memory of skills that are up", options);
    Path data = Files.createTempDirectory("forge-bench");
    Map<String, String> settings = Map.of("FORGE_RESIDENTS", Integer.toString(skills + 1));
    try {
      try (ForgeProcess gateway = ForgeProcess.start(home, data, settings)) {
        tell(result, gateway, 0, 0);
        Client client = new Client(gateway.address());
        for (int i = 0; i < skills; i++) Adder.forge(client, i);
        gateway.stop();
      }
      try (ForgeProcess gateway = ForgeProcess.start(home, data, settings)) {
        tell(result, gateway, skills, 0);
        Client client = new Client(gateway.address());
        int up = 0;
        for (int share : new int[] {10, 4, 2, 1}) {
          for (; up < skills / share; up++) client.call("skill_" + up, Map.of("n", 1L));
          tell(result, gateway, skills, up);
        }
        gateway.stop();
      }
      result.finish(options);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      Growth.remove(data);
    }
  }

  private static void tell(Result result, ForgeProcess gateway, int known, int up)
      throws IOException, InterruptedException {
    String pid = Long.toString(gateway.pid());
    // Classes that a collection finds dead are gone after the next one.
    for (int i = 0; i < 2; i++) jcmd(pid, "GC.run");
    String heap = jcmd(pid, "GC.heap_info");
    String row = known + " known, " + up + " up";
    result.add(Figure.of("Heap in use", row, "MB", first(HEAP, heap)));
    result.add(Figure.of("Metaspace", row, "MB", first(META, heap)));
    result.add(Figure.of("Resident set", row, "MB", residentSet(pid)));
  }

  private static String jcmd(String pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process = new ProcessBuilder(jcmd.toString(), pid, command).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static double first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (found.find()) return Integer.parseInt(found.group(1)) / KILO;
    throw new IllegalStateException("jcmd does not tell " + pattern + ": " + text);
  }

  private static double residentSet(String pid) throws IOException {
    return first(RESIDENT, Files.readString(Path.of("/proc/" + pid + "/status")));
  }
}
