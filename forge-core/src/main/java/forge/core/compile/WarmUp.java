// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.SkillName;
import forge.make.Rejected;
import forge.make.SourceSet;
import java.util.Map;

/** Samples that make a compiler load and link what most skills need. */
final class WarmUp {
  private static final SkillName NAME = new SkillName("warm_up");
  static final int STEPS = 26;
  private static final int FIRST_BAD = 21;

  /** First: an order that comes meanwhile does not wait for long. */
  private static final String SMALL =
      """
      package forge_gen_warm_up;

      import forge.api.*;
      import java.util.*;
      import org.osgi.service.component.annotations.Component;

      @Component(service = Skill.class)
      @SkillInfo(name = "warm_up", version = "1.0.0", description = "words", input = "{}")
      public final class WarmUp implements Skill {
        @Override
        public SkillResult call(SkillRequest request, SkillContext context) throws Exception {
          return SkillResult.ok(Map.of("n", 1L));
        }
      }
      """;

  private static final String GOOD =
      """
      package forge_gen_warm_up;

      import forge.api.*;
      import java.math.*;
      import java.time.*;
      import java.util.*;
      import java.util.function.*;
      import java.util.regex.*;
      import java.util.stream.*;
      import org.osgi.service.component.annotations.Component;

      /** Counts words. */
      @Component(service = Skill.class)
      @SkillInfo(name = "warm_up", version = "1.0.0", description = "words", input = "{}")
      public final class WarmUp implements Skill {
        private static final ValueType<?> TYPE = ValueType.of("string");
        private static final Pattern WORD = Pattern.compile("\\\\w+");

        private record Word(String text, int count) {}

        @Override
        public SkillResult call(SkillRequest request, SkillContext context) throws Exception {
          String text = String.valueOf(request.required("text", TYPE));
          if (text.isBlank()) throw Refusal.badInput("text", "is blank");
          Map<String, Integer> counts = new TreeMap<>();
          Matcher matcher = WORD.matcher(text);
          while (matcher.find()) counts.merge(matcher.group(), 1, Integer::sum);
          List<Word> words = new ArrayList<>();
          counts.forEach((word, count) -> words.add(new Word(word, count)));
          BigDecimal sum = BigDecimal.ZERO;
          for (Word word : words) sum = sum.add(BigDecimal.valueOf(word.count()));
          Function<Word, Object> plain = word -> Map.of("word", word.text(), "n", word.count());
          List<Object> top =
              words.stream()
                  .sorted(Comparator.comparingInt(Word::count).reversed())
                  .limit(10)
                  .map(plain)
                  .collect(Collectors.toList());
          Optional<Word> first = words.stream().findFirst();
          StringBuilder out = new StringBuilder();
          for (int i = 0; i < words.size(); i++) out.append(i).append(words.get(i).text());
          context.log("counted " + words.size() + " words at " + Instant.EPOCH);
          Object name = first.map(Word::text).orElse("");
          return SkillResult.ok(Map.of("top", top, "sum", sum, "first", name, "all", out));
        }
      }
      """;

  private static final String BAD = GOOD.replace("counts.merge", "count.merge");

  private WarmUp() {}

  /**
   * One of the {@link #STEPS}: a small source, larger ones, and at the end one with an error in it
   * again and again, which is the first that a second compiler is asked for.
   */
  static void step(SkillCompiler compiler, int step) {
    if (step == 0) compiler.compile(NAME, source(SMALL));
    else if (step < FIRST_BAD) compiler.compile(NAME, source(GOOD));
    else compileBad(compiler);
  }

  /** All steps. */
  static void run(SkillCompiler compiler) {
    for (int step = 0; step < STEPS; step++) step(compiler, step);
  }

  private static void compileBad(SkillCompiler compiler) {
    try {
      compiler.compile(NAME, source(BAD));
    } catch (Rejected expected) {
      Diagnostics.text(expected.findings());
    }
  }

  private static SourceSet source(String text) {
    return new SourceSet(Map.of("WarmUp.java", text));
  }
}
