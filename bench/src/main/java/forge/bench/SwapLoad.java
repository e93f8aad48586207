// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One skill, changed again and again while clients call it at a fixed rate. */
public final class SwapLoad {

  private static final String USAGE =
      """
      usage: bench/run swap [--rate N] [--changes N] [--pause N] [--clients N] [--url URL]

      Calls one skill at a fixed rate while it is changed again and again.
        --rate N     calls a second, all clients together (200)
        --changes N  changes, one after the other (200), after 100 that warm up
        --pause N    milliseconds between an answer seen and the next change (0)
        --clients N  connections (4)
        --url URL    a gateway that runs; otherwise one is started with fresh data
      """;

  private static final String PLOT = "Change and calls";
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int WARM_UP = 100;

  private SwapLoad() {}

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags =
        Map.of("--rate", "200", "--changes", "200", "--clients", "4", "--pause", "0");
    System.exit(Driver.main(USAGE, args, flags, SwapLoad::run));
  }

  private static int run(Options options) throws IOException {
    Result result = Result.of("swap", "One skill changed under load", options);
    try (Driver.Target target = Driver.target(options)) {
      Changeable skill = Changeable.skill(target.address());
      LoadedSwap load =
          new LoadedSwap(skill, options.number("--rate"), options.number("--clients"));
      load.run(variants(0, WARM_UP), 0);
      load.forget();
      load.run(variants(WARM_UP, options.number("--changes")), options.number("--pause"));
      tell(result, load);
      result.finish(options);
      return load.failed() == 0 ? 0 : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** One to begin with, and so many to change to. */
  static List<Variant> variants(int first, int changes) {
    return IntStream.rangeClosed(first, first + changes).mapToObj(Variant::new).toList();
  }

  private static void tell(Result result, LoadedSwap load) {
    Quantiles felt = new Quantiles(load.felt());
    double gap = load.gap() / NANOS_PER_MILLI;
    result.add(Figure.of(PLOT, "change → a caller has the answer", new Quantiles(load.seen())));
    result.add(Figure.of(PLOT, "a call, from when it was due", felt));
    result.add(Figure.of(PLOT, "longest time without an answer", "ms", gap));
    result.add(Figure.of("Calls", "answered", "", felt.count()));
    result.add(Figure.of("Calls", "failed", "", load.failed()).atMost(0));
  }
}
