// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.api.SkillName;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.core.isolate.Compilers;
import forge.make.ClassSet;
import forge.make.SourceSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What it costs to compile in a process of its own: the same sources, in the driver's own process
 * and in another, in turns.
 */
public final class Apart {

  private static final SkillName NAME = new SkillName("bench");
  private static final int WARM = 1_500;
  private static final String SOURCE =
      """
      package forge_gen_bench;

      import forge.api.*;
      import java.util.*;
      import java.util.stream.*;
      import org.osgi.service.component.annotations.Component;

      @Component(service = Skill.class)
      @SkillInfo(name = "bench", version = "1.0.0", description = "words", input = "{}")
      public final class Bench implements Skill {
        @Override
        public SkillResult call(SkillRequest request, SkillContext context) throws Exception {
          String text = String.valueOf(request.arguments().get("text"));
          Map<String, Long> counts =
              Arrays.stream(text.split(" "))
                  .collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting()));
          List<Map.Entry<String, Long>> all = new ArrayList<>(counts.entrySet());
          all.sort(Map.Entry.<String, Long>comparingByValue().reversed());
          StringBuilder out = new StringBuilder();
          for (int i = 0; i < all.size(); i++) out.append(all.get(i).getKey()).append(i);
          Map<String, Object> answer = new LinkedHashMap<>();
          answer.put("top", all.stream().limit(3).map(Map.Entry::getKey).toList());
          answer.put("round", ROUND);
          answer.put("out", out.toString());
          return SkillResult.ok(answer);
        }
      }
      """;

  private Apart() {}

  /** Takes how many rounds to measure, 500 when it is not said. */
  public static void main(String[] args) throws IOException {
    int rounds = args.length == 0 ? 500 : Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("forge-apart");
    SkillCompiler here = SkillCompiler.of(Visible.ofClassPath());
    Compilers apart = Compilers.ofClassPath(folder, 1, Duration.ofSeconds(10));
    try {
      measure(here, apart, WARM);
      List<long[]> times = measure(here, apart, rounds);
      print("here", times.get(0));
      print("apart", times.get(1));
    } finally {
      apart.close();
    }
  }

  private static List<long[]> measure(SkillCompiler here, SkillCompiler apart, int rounds) {
    long[] ofHere = new long[rounds];
    long[] ofApart = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      SourceSet source =
          new SourceSet(Map.of("Bench.java", SOURCE.replace("ROUND", String.valueOf(i))));
      ofHere[i] = timed(here, source);
      ofApart[i] = timed(apart, source);
    }
    return List.of(ofHere, ofApart);
  }

  private static long timed(SkillCompiler compiler, SourceSet source) {
    long begun = System.nanoTime();
    ClassSet made = compiler.compile(NAME, source);
    long nanos = System.nanoTime() - begun;
    if (made.classes().isEmpty()) throw new IllegalStateException("nothing was compiled");
    return nanos;
  }

  private static void print(String where, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%-6s p50 %.2f ms, p99 %.2f ms%n",
        where, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
  }
}
