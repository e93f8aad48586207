// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.api.Skill;
import forge.api.SkillRequest;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.core.data.Json;
import forge.core.spec.SpecReader;
import forge.core.synth.Synthesis;
import forge.core.weave.Weaver;
import forge.guard.Allowance;
import forge.guard.Guard;
import forge.guard.SkillThread;
import forge.make.ClassSet;
import forge.make.SkillSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is woven into skills costs: ten kernels, plain and woven, in turns in one process, so that a
 * slow moment of the machine hits both. Prints the ratio of their medians.
 */
final class Overhead {

  private static final String USAGE =
      """
      usage: bench/run overhead [flag]

        flag  polls by a field, not by a call site
      """;

  private static final int WARM = 15;
  private static final int ROUNDS = 25;
  private static final Map<String, String> KERNELS = new LinkedHashMap<>();

  static {
    KERNELS.put(
        "int loop", "int n = 1; for (int i = 0; i < 30_000_000; i++) n = n * 31 + i; return n;");
    KERNELS.put(
        "array sum",
        "int[] a = new int[1_000_000]; int s = 0; for (int k = 0; k < 30; k++) for (int i = 0; i < a.length; i++) s += a[i]; return s;");
    KERNELS.put(
        "sieve",
        "boolean[] no = new boolean[2_000_000]; int c = 0; for (int i = 2; i < no.length; i++) { if (no[i]) continue; c++; for (long j = (long) i * i; j < no.length; j += i) no[(int) j] = true; } return c;");
    KERNELS.put(
        "matrix",
        "int n = 160; double[][] a = new double[n][n], b = new double[n][n], c = new double[n][n]; for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) { double s = 0; for (int k = 0; k < n; k++) s += a[i][k] * b[k][j]; c[i][j] = s; } return c[1][1];");
    KERNELS.put(
        "recursion",
        "class F { int f(int n) { return n < 2 ? n : f(n - 1) + f(n - 2); } } return new F().f(28);");
    KERNELS.put(
        "map of words",
        "Map<String, Integer> m = new HashMap<>(); for (int i = 0; i < 200_000; i++) m.merge(\"w\" + i % 1000, 1, Integer::sum); return m.size();");
    KERNELS.put(
        "text",
        "StringBuilder b = new StringBuilder(); for (int i = 0; i < 300_000; i++) b.append(i % 10).append(\",\"); return b.length();");
    KERNELS.put(
        "streams",
        "return IntStream.range(0, 90_000).boxed().filter(x -> x % 3 == 0).map(x -> x * 2).collect(Collectors.toList()).size();");
    KERNELS.put(
        "regex",
        "Matcher m = Pattern.compile(\"[a-z]+[0-9]\").matcher(\"abc1 def2 \".repeat(10_000)); int n = 0; while (m.find()) n++; return n;");
    KERNELS.put(
        "sort",
        "Random r = new Random(1); List<Integer> l = new ArrayList<>(); for (int i = 0; i < 100_000; i++) l.add(r.nextInt()); l.sort((a, b) -> Integer.compare(b, a)); return l.get(0);");
  }

  private final SkillCompiler compiler = SkillCompiler.of(Visible.ofClassPath());
  private final Weaver weaver = new Weaver();

  private Overhead() {}

  /** Runs it; {@code flag} as an argument takes the other kind of poll. */
  public static void main(String[] args) throws IOException {
    System.exit(Driver.main(USAGE, args, Map.of(), options -> run(options)));
  }

  private static int run(Options options) throws IOException {
    boolean flag = options.rest().contains("flag");
    Guard.useFlag(flag);
    Result result = Result.of("overhead", "What is woven into skills", options);
    result.setting("poll", flag ? "flag" : "site");
    ratios(KERNELS.keySet()).forEach(result::add);
    result.finish(options);
    return 0;
  }

  /** Woven ÷ plain of these kernels, measured on a thread as skills have it. */
  static List<Figure> ratios(Collection<String> kernels) {
    List<Figure> figures = new ArrayList<>();
    Throwable[] failed = {null};
    SkillThread[] thread = {null};
    thread[0] =
        new SkillThread(
            () -> {
              try {
                Allowance much = new Allowance(Long.MAX_VALUE, () -> 0, text -> {});
                thread[0].run(much, () -> new Overhead().all(kernels, figures));
              } catch (Throwable e) { // without its figures nothing is held
                failed[0] = e;
              }
            },
            "overhead");
    thread[0].start();
    try {
      thread[0].join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failed[0] != null) throw new IllegalStateException(failed[0]);
    return figures;
  }

  private Object all(Collection<String> kernels, List<Figure> figures) throws Exception {
    List<Long> weaving = new ArrayList<>();
    for (String kernel : kernels) {
      Map<String, Object> text = Map.of("name", "kernel", "body", KERNELS.get(kernel));
      SkillSpec spec = SpecReader.read(Json.write(text));
      ClassSet plain =
          compiler.compile(spec.name(), new Synthesis().draft(spec, List.of(), List.of()));
      long begun = System.nanoTime();
      ClassSet woven = weaver.weave(plain);
      weaving.add(System.nanoTime() - begun);
      double ratio = ratio(skill(plain), skill(woven));
      figures.add(Figure.of("Time woven ÷ plain", kernel, "×", ratio));
    }
    figures.add(Figure.of("Weaving a class, not warm", "all kernels", new Quantiles(weaving)));
    return "";
  }

  private static double ratio(Skill plain, Skill woven) throws Exception {
    long[] a = new long[ROUNDS];
    long[] b = new long[ROUNDS];
    for (int i = -WARM; i < ROUNDS; i++) {
      long first = nanos(plain);
      long second = nanos(woven);
      if (i < 0) continue;
      a[i] = first;
      b[i] = second;
    }
    Arrays.sort(a);
    Arrays.sort(b);
    return (double) b[ROUNDS / 2] / a[ROUNDS / 2];
  }

  private static long nanos(Skill skill) throws Exception {
    long begun = System.nanoTime();
    if (!skill.call(new SkillRequest(Map.of()), null).isOk()) throw new IllegalStateException();
    return System.nanoTime() - begun;
  }

  private static Skill skill(ClassSet classes) throws ReflectiveOperationException {
    ClassLoader loader =
        new ClassLoader(Overhead.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.classes().get(name);
            if (bytes == null) throw new ClassNotFoundException(name);
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    return (Skill) loader.loadClass("forge_gen_kernel.Kernel").getConstructor().newInstance();
  }
}
