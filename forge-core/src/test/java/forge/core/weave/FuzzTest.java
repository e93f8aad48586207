// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Skill;
import forge.core.budget.Call;
import forge.core.budget.SkillThreads;
import forge.core.data.Json;
import forge.core.pack.Packer;
import forge.core.spec.SpecReader;
import forge.make.Budget;
import forge.make.ClassSet;
import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Class files with random bytes changed: each is refused, by us or by the JVM, or runs and ends.
 * The seed is fixed; {@code forge.fuzz.rounds} and {@code forge.fuzz.seed} ask for others.
 */
class FuzzTest {

  private static final int ROUNDS = Integer.getInteger("forge.fuzz.rounds", 10_000);
  private static final long SEED = Long.getLong("forge.fuzz.seed", 20_261_123);
  private static final Budget BUDGET =
      new Budget(Duration.ofMillis(300), Duration.ofMillis(300), 64 << 20, 1);
  private static final List<String> BODIES =
      List.of(
          "int n = 0; for (int i = 0; i < 100; i++) n += i; return n;",
          "try { return Integer.parseInt(\"x\"); } catch (NumberFormatException e) { return 0; } finally { context.log(\"x\"); }",
          "Map<String, Integer> m = new TreeMap<>(); for (String w : \"a b a\".split(\" \")) m.merge(w, 1, Integer::sum); return m;",
          "record P(int x, List<Integer> y) { } return new P(1, List.of(2)).toString() + new P(3, List.of());",
          "return Stream.of(3, 1, 2).sorted(Comparator.reverseOrder()).map(x -> x * 2).collect(Collectors.toList());",
          "int[][] a = new int[3][4]; for (int[] r : a) Arrays.fill(r, 1); return a[2].clone().length;",
          "Function<Integer, Integer>[] f = new Function[1]; f[0] = n -> n < 2 ? n : f[0].apply(n - 1) + f[0].apply(n - 2); return f[0].apply(10);",
          "String s = \"b\"; return switch (s) { case \"a\" -> 1; case \"b\" -> 2; default -> 3; };",
          "enum E { A, B } E e = E.B; switch (e) { case A: return 1; default: return e.name() + BigInteger.TWO.pow(9); }",
          "StringBuilder b = new StringBuilder(); while (b.length() < 50) b.append(b.length()).append(','); return b.toString();");

  private final SkillThreads threads = new SkillThreads(8);

  private record Original(SkillSpec spec, ClassSet classes) {}

  @Test
  void itIsRefusedOrEnds() throws Exception {
    Random random = new Random(SEED);
    List<Original> originals = originals();
    int refused = 0;
    int unloadable = 0;
    int ran = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Original original = originals.get(random.nextInt(originals.size()));
      ClassSet mutant = mutant(original.classes(), random);
      SkillBundle bundle;
      try {
        bundle = Workbench.judged(original.spec(), mutant);
      } catch (Rejected e) {
        refused++;
        continue;
      }
      if (runs(bundle, round)) ran++;
      else unloadable++;
    }
    System.out.printf("Fuzz: %d refused, %d not loadable, %d ran%n", refused, unloadable, ran);
    assertThat(refused).isPositive();
    assertThat(ran).isPositive();
    assertThat(threads.leaked()).isZero();
  }

  private static List<Original> originals() {
    List<Original> all = new ArrayList<>();
    for (String body : BODIES) {
      SkillSpec spec = SpecReader.read(Json.write(Map.of("name", "fuzzed", "body", body)));
      all.add(new Original(spec, Workbench.compiled(spec)));
    }
    return all;
  }

  private static ClassSet mutant(ClassSet classes, Random random) {
    Map<String, byte[]> mutant = new HashMap<>(classes.classes());
    List<String> names = new ArrayList<>(mutant.keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] bytes = mutant.get(name).clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = bytes[random.nextInt(bytes.length)];
        default -> bytes[at]++;
      }
    }
    mutant.put(name, bytes);
    return new ClassSet(mutant, List.of());
  }

  /** Whether it could be loaded; whatever it then does, it ends. */
  private boolean runs(SkillBundle bundle, int round) throws Exception {
    Map<String, byte[]> classes = Packer.classes(bundle.bytes());
    ClassLoader loader = Workbench.loader(classes);
    Call<Object> call =
        threads.start(BUDGET, loader, text -> {}, () -> Workbench.made(classes, loader));
    try {
      Object made = call.result().get(20, TimeUnit.SECONDS);
      if (made == null) return false;
      Call<Object> answer =
          threads.start(BUDGET, loader, text -> {}, () -> Workbench.answer((Skill) made));
      call = answer;
      answer.result().get(20, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      return !(e.getCause() instanceof LinkageError);
    } finally {
      assertThat(call.over().get(20, TimeUnit.SECONDS)).as("round %s", round).isNull();
    }
  }
}
