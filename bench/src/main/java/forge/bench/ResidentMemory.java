// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  private final Path home;
  private final int skills;

  private ResidentMemory(Options options) {
    home = Path.of(options.text("--home").orElseThrow());
    skills = options.number("--skills");
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = Map.of("--skills", "1000");
    System.exit(Driver.main(USAGE, args, flags, options -> new ResidentMemory(options).run()));
  }

  private int run() throws IOException {
    Path data = Files.createTempDirectory("forge-bench");
    Map<String, String> settings = Map.of("FORGE_RESIDENTS", Integer.toString(skills + 1));
    try {
      System.out.println("known  up     heap kB  metaspace kB  resident set kB");
      try (ForgeProcess gateway = ForgeProcess.start(home, data, settings)) {
        tell(gateway, 0, 0);
        Client client = new Client(gateway.address());
        for (int i = 0; i < skills; i++) Adder.forge(client, i);
        gateway.stop();
      }
      try (ForgeProcess gateway = ForgeProcess.start(home, data, settings)) {
        tell(gateway, skills, 0);
        Client client = new Client(gateway.address());
        int up = 0;
        for (int share : new int[] {10, 4, 2, 1}) {
          for (; up < skills / share; up++) client.call("skill_" + up, Map.of("n", 1L));
          tell(gateway, skills, up);
        }
        gateway.stop();
      }
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      Growth.remove(data);
    }
  }

  private static void tell(ForgeProcess gateway, int known, int up)
      throws IOException, InterruptedException {
    String pid = Long.toString(gateway.pid());
    // Classes that a collection finds dead are gone after the next one.
    for (int i = 0; i < 2; i++) jcmd(pid, "GC.run");
    String heap = jcmd(pid, "GC.heap_info");
    System.out.printf(
        Locale.ROOT,
        "%5d  %5d  %7s  %12s  %15s%n",
        known,
        up,
        first(HEAP, heap),
        first(META, heap),
        residentSet(pid));
  }

  private static String jcmd(String pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process = new ProcessBuilder(jcmd.toString(), pid, command).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "?";
  }

  private static String residentSet(String pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS"))
          .findFirst()
          .orElse("?")
          .replaceAll("[^0-9]", "");
    } catch (IOException e) {
      return "?";
    }
  }
}
