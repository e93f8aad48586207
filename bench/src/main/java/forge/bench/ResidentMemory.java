// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.testkit.ForgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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

  private static final double KILO = 1024;

  /** What one may cost, heap and metaspace, kB. */
  private static final double UP = 90;

  private final Path home;
  private final int skills;
  private final Result result;

  private ResidentMemory(Options options) {
    home = Path.of(options.text("--home").orElseThrow());
    skills = options.number("--skills");
    result = Result.of("residents", "Memory of skills that are up", options);
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = Map.of("--skills", "1000");
    System.exit(
        Driver.main(USAGE, args, flags, options -> new ResidentMemory(options).run(options)));
  }

  private int run(Options options) throws IOException {
    Path data = Files.createTempDirectory("forge-bench");
    Map<String, String> settings = Map.of("FORGE_RESIDENTS", Integer.toString(skills + 1));
    try {
      try (ForgeProcess gateway = ForgeProcess.start(home, data, settings)) {
        tell(gateway, 0, 0);
        Client client = new Client(gateway.address());
        for (int i = 0; i < skills; i++) Adder.forge(client, i);
        gateway.stop();
      }
      try (ForgeProcess gateway = ForgeProcess.start(home, data, settings)) {
        wake(gateway);
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

  /** From the first tenth on, so that what the first calls of all load does not count. */
  private void wake(ForgeProcess gateway) throws IOException {
    tell(gateway, skills, 0);
    Client client = new Client(gateway.address());
    Memory few = null;
    Memory all = null;
    int up = 0;
    for (int share : new int[] {10, 4, 2, 1}) {
      for (; up < skills / share; up++) client.call("skill_" + up, Map.of("n", 1L));
      all = tell(gateway, skills, up);
      if (few == null) few = all;
    }
    double more = all.heap() + all.metaspace() - few.heap() - few.metaspace();
    result.add(
        Figure.of("A skill that is up", "heap and metaspace", "kB", more / (skills - skills / 10))
            .atMost(UP));
  }

  private Memory tell(ForgeProcess gateway, int known, int up) throws IOException {
    Memory memory = Memory.of(gateway.pid());
    String row = known + " known, " + up + " up";
    result.add(Figure.of("Heap in use", row, "MB", memory.heap() / KILO));
    result.add(Figure.of("Metaspace", row, "MB", memory.metaspace() / KILO));
    result.add(Figure.of("Resident set", row, "MB", memory.resident() / KILO));
    return memory;
  }
}
