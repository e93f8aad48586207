// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change under load, beside what a person would take in its place: the same code, swapped by each
 * in turns while the same calls come, in one run on one machine.
 */
public final class PeersSwap {

  private static final String USAGE =
      """
      usage: bench/run peers-swap [--rate N] [--changes N] [--rounds N] [--pause N] [--karaf N]

      Change -> new answer over HTTP under load: Forge with everything on, a Groovy script in a Jetty
      servlet, javac and a new class loader in one, and the deploy folder of Apache Karaf.
        --rate N     calls a second (200)
        --clients N  connections (4)
        --rounds N   rounds, in each of which it is the turn of each once (4)
        --changes N  changes in a round (50)
        --warmup N   changes of each that warm up, before the rounds (150)
        --pause N    milliseconds between an answer seen and the next change (20)
        --karaf N    changes of Karaf in a round (5); 0: without Karaf
        --poll N     milliseconds between two looks of Karaf into its folder (1000, as it comes)
        --url URL    a gateway that runs; otherwise one is started with fresh data
      """;

  private static final String FORGE = "Forge, everything on";
  private static final String GROOVY = "Groovy script in a Jetty servlet";
  private static final String JAVAC = "javac, new class loader in a Jetty servlet";
  private static final String KARAF = "Karaf, deploy folder, bundle prebuilt";
  private static final double NANOS_PER_MILLI = 1e6;

  private final Options options;
  private final Map<String, LoadedSwap> loads = new LinkedHashMap<>();
  private int number;

  private PeersSwap(Options options) {
    this.options = options;
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("--rate", "200");
    flags.put("--clients", "4");
    flags.put("--rounds", "4");
    flags.put("--changes", "50");
    flags.put("--warmup", "150");
    flags.put("--pause", "20");
    flags.put("--karaf", "5");
    flags.put("--poll", "1000");
    System.exit(Driver.main(USAGE, args, flags, options -> new PeersSwap(options).run()));
  }

  private int run() throws IOException {
    Result result = Result.of("peers-swap", "A change under load, beside peers", options);
    boolean karaf = options.number("--karaf") > 0;
    try (Driver.Target gateway = Driver.target(options);
        Changeable forge = Changeable.skill(gateway.address());
        Changeable groovy = new ServletPeer("groovy");
        Changeable javac = new ServletPeer("javac");
        Changeable deploy = karaf ? new KarafPeer(options.number("--poll")) : forge) {
      load(FORGE, forge);
      load(GROOVY, groovy);
      load(JAVAC, javac);
      if (karaf) load(KARAF, deploy);
      for (int round = 0; round <= options.number("--rounds"); round++) round(round);
      tell(result);
      result.finish(options);
      return loads.get(FORGE).failed() == 0 ? 0 : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void load(String name, Changeable changed) {
    loads.put(name, new LoadedSwap(changed, options.number("--rate"), options.number("--clients")));
  }

  /** The first one warms up. */
  private void round(int round) throws IOException, InterruptedException {
    for (Map.Entry<String, LoadedSwap> load : loads.entrySet()) {
      String count = round == 0 ? "--warmup" : "--changes";
      int changes = options.number(load.getKey().equals(KARAF) ? "--karaf" : count);
      load.getValue().run(SwapLoad.variants(number, changes), options.number("--pause"));
      number += changes + 1;
      if (round == 0) load.getValue().forget();
    }
    System.out.println(round == 0 ? "warm" : "round " + round + " done");
  }

  private void tell(Result result) {
    double groovy = new Quantiles(loads.get(GROOVY).seen()).millis(0.5);
    add(
        result,
        "Change → new answer",
        load -> Figure.of("", "", new Quantiles(load.seen())),
        figure -> figure.atMost(groovy));
    add(
        result,
        "Longest time without an answer",
        load -> Figure.of("", "", "ms", load.gap() / NANOS_PER_MILLI),
        figure -> figure);
    add(
        result,
        "A call, from when it was due",
        load -> Figure.of("", "", new Quantiles(load.felt())),
        figure -> figure);
    add(
        result,
        "Failed calls a change",
        load -> Figure.of("", "", "", (double) load.failed() / load.seen().size()),
        figure -> figure.atMost(0));
  }

  private interface Measure {
    Figure of(LoadedSwap load);
  }

  private interface Target {
    Figure of(Figure figure);
  }

  private void add(Result result, String plot, Measure measure, Target target) {
    loads.forEach(
        (name, load) -> {
          Figure figure = measure.of(load).in(plot, name);
          result.add(name.equals(FORGE) ? target.of(figure) : figure.ofPeer());
        });
  }
}
