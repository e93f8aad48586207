// SPDX-License-Identifier: Apache-2.0
package forge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The packages of the core only point down. */
class ArrowsTest {

  /** What everybody may use; they use nothing but each other, one way. */
  private static final Set<String> LEAVES = Set.of("data", "spec");

  /** What a package may use beside the leaves. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry(
              "line",
              Set.of(
                  "synth", "compile", "weave", "pack", "verify", "install", "store", "live", "run",
                  "grant", "feed")),
          Map.entry(
              "install",
              Set.of(
                  "live",
                  "run",
                  "pack",
                  "store",
                  "audit",
                  "history",
                  "feed",
                  "wall",
                  "budget",
                  "quarantine",
                  "grant",
                  "tier",
                  "isolate")),
          Map.entry("tier", Set.of("quarantine", "store", "budget")),
          Map.entry("isolate", Set.of("compile", "live", "store", "worker", "budget")),
          Map.entry("worker", Set.of("budget", "run", "live")),
          Map.entry("feed", Set.of("audit")),
          Map.entry("halt", Set.of("run", "store", "audit")),
          Map.entry("run", Set.of("live", "store", "budget", "quarantine", "grant")),
          Map.entry("grant", Set.of("store")),
          Map.entry("quarantine", Set.of("audit", "store")),
          Map.entry("budget", Set.of()),
          Map.entry("lock", Set.of("audit")),
          Map.entry("history", Set.of("audit", "pack", "store")),
          Map.entry("audit", Set.of()),
          Map.entry("live", Set.of("budget", "feed")),
          Map.entry("synth", Set.of()),
          Map.entry("compile", Set.of("worker")),
          Map.entry("pack", Set.of()),
          Map.entry("wall", Set.of()),
          Map.entry("weave", Set.of("allow")),
          Map.entry("verify", Set.of("allow")),
          Map.entry("allow", Set.of()),
          Map.entry("store", Set.of()));

  private static final Pattern ARROW =
      Pattern.compile("^\\s+forge\\.core\\.(\\w+)\\s+->\\s+forge\\.core\\.(\\w+)\\s");

  @Test
  void arrowsPointDown() {
    Map<String, Set<String>> arrows = arrows();

    arrows.forEach(
        (from, targets) -> {
          Set<String> others = new TreeSet<>(targets);
          others.remove(from);
          assertThat(others).as("forge.core.%s uses", from).isSubsetOf(allowed(from));
        });
    assertThat(arrows.get("line")).contains("synth", "compile", "pack", "verify", "install");
  }

  private static Set<String> allowed(String from) {
    if (from.equals("data")) return Set.of();
    if (from.equals("spec")) return Set.of("data");
    assertThat(MAY_USE).as("add the new package and what it may use").containsKey(from);
    Set<String> allowed = new TreeSet<>(MAY_USE.get(from));
    allowed.addAll(LEAVES);
    return allowed;
  }

  private static Map<String, Set<String>> arrows() {
    StringWriter out = new StringWriter();
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    PrintWriter printer = new PrintWriter(out);
    jdeps.run(printer, printer, "-verbose:package", "-filter:none", "target/classes");
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (String line : out.toString().lines().toList()) {
      Matcher arrow = ARROW.matcher(line);
      if (arrow.find())
        arrows.computeIfAbsent(arrow.group(1), from -> new TreeSet<>()).add(arrow.group(2));
    }
    return arrows;
  }
}
