// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** The steps of a create and of a call, each by itself, by JMH: time and bytes allocated. */
public final class Steps {

  private static final String USAGE =
      """
      usage: bench/run steps [--only REGEX] [--warmup N] [--seconds N] [--home FOLDER]

      Measures each step by JMH, one process each.
        --only REGEX   which, by class and method (all)
        --warmup N     seconds before it counts (6)
        --seconds N    seconds that count (6)
        --home FOLDER  the product of LiveSteps, unpacked (runtime/target/forge)
      """;

  private static final Map<String, String> STEPS = new LinkedHashMap<>();

  static {
    STEPS.put("LineSteps.jsonRead", "order: JSON read");
    STEPS.put("LineSteps.jsonWrite", "order: JSON written");
    STEPS.put("LineSteps.spec", "order → spec, checked");
    STEPS.put("LineSteps.draft", "spec → source");
    STEPS.put("LineSteps.compile", "source → classes");
    STEPS.put("LineSteps.weave", "classes woven");
    STEPS.put("LineSteps.pack", "classes → bundle");
    STEPS.put("LineSteps.verify", "bundle judged by all rules");
    STEPS.put("LiveSteps.upAndDown", "install, start, service seen, uninstall");
    STEPS.put("DiskSteps.bareForcedWrite", "bare write of 256 bytes, forced");
    STEPS.put("DiskSteps.auditAppend", "audit trail: a line, durable");
    STEPS.put("DiskSteps.storeRecord", "store: a record, durable");
    STEPS.put("DiskSteps.storeBundle", "store: a bundle, durable");
    STEPS.put("LiveSteps.callGuarded", "call through the runner, guarded");
    STEPS.put("LiveSteps.callOverHttp", "the same over HTTP");
  }

  private Steps() {}

  /** Runs them; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = Map.of("--only", "", "--warmup", "6", "--seconds", "6");
    System.exit(Driver.main(USAGE, args, flags, Steps::run));
  }

  private static int run(Options options) throws IOException {
    Result result = Result.of("steps", "The steps of a create and of a call", options);
    result.setting("by", "JMH, mode sample, one process each, one thread");
    try {
      Map<String, RunResult> measured = new LinkedHashMap<>();
      for (RunResult one : new Runner(jmh(options)).run())
        measured.put(one.getParams().getBenchmark().replaceFirst(".*\\.(\\w+\\.\\w+)$", "$1"), one);
      tell(result, measured);
    } catch (RunnerException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    result.finish(options);
    return 0;
  }

  private static org.openjdk.jmh.runner.options.Options jmh(Options options) {
    return new OptionsBuilder()
        .include(options.text("--only").orElse("forge.bench.steps"))
        .mode(Mode.SampleTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .forks(1)
        .threads(1)
        .warmupIterations(options.number("--warmup"))
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(options.number("--seconds"))
        .measurementTime(TimeValue.seconds(1))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .jvmArgs(
            "--add-exports=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED",
            "-Xms64m",
            "-Dforge.home=" + options.text("--home").orElseThrow())
        .build();
  }

  private static void tell(Result result, Map<String, RunResult> measured) {
    Collection<Map.Entry<String, String>> steps =
        STEPS.entrySet().stream().filter(step -> measured.containsKey(step.getKey())).toList();
    for (var step : steps) {
      boolean peer = step.getKey().endsWith("bareForcedWrite");
      Figure figure = time(step.getValue(), measured.get(step.getKey()));
      result.add(peer ? figure.ofPeer() : figure);
    }
    for (var step : steps) {
      var bytes = measured.get(step.getKey()).getSecondaryResults().get("gc.alloc.rate.norm");
      double kilo = bytes.getScore() / 1024;
      result.add(Figure.of("Allocated each time", step.getValue(), "kB", kilo));
    }
  }

  private static Figure time(String what, RunResult step) {
    Statistics statistics = step.getPrimaryResult().getStatistics();
    Map<String, Double> values = new LinkedHashMap<>();
    for (int share : List.of(50, 90, 99))
      values.put("p" + share, Quantiles.rounded(statistics.getPercentile(share) / 1e6));
    values.put("max", Quantiles.rounded(statistics.getMax() / 1e6));
    values.put("count", (double) statistics.getN());
    return new Figure("Time of a step", what, "ms", false, values, Map.of());
  }
}
