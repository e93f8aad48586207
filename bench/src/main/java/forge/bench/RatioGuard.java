// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What no change may make much slower: ratios within one run, with margins so wide that only a
 * mistake fails them, whatever else the machine does.
 */
public final class RatioGuard {

  private static final String USAGE =
      """
      usage: bench/run guard [--out FILE]

      Compares what the product takes with what is measured beside it, in turns, in under a minute;
      ends with 1 when a ratio is beyond its wide margin.
        --out FILE  the results as JSON (bench/target/guard.json)
      """;

  private static final int CREATES = 30;
  private static final int WARM_UP = 50;
  private static final int TURNS = 3;
  private static final int TURN_MILLIS = 1_000;
  private static final int CONNECTIONS = 8;
  private static final String QUESTION = "{\"text\":\"some text\",\"number\":41}";
  private static final String ANSWER = "{\"greeting\":\"Hello some text\",\"next\":42}";
  private static final Map<String, Object> GREETING =
      Map.of(
          "name",
          "greeting",
          "params",
          List.of(
              Map.of("name", "text", "type", "string", "required", true),
              Map.of("name", "number", "type", "integer", "required", true)),
          "body",
          "Map<String, Object> answer = new LinkedHashMap<>(); answer.put(\"greeting\", \"Hello \" +"
              + " text); answer.put(\"next\", number + 1); return answer;");

  private final Result result;

  private RatioGuard(Options options) {
    this.result = Result.of("guard", "Ratios that every change must keep", options);
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    System.exit(Driver.main(USAGE, args, Map.of(), RatioGuard::run));
  }

  private static int run(Options given) throws IOException {
    Map<String, String> flags = new LinkedHashMap<>(given.flags());
    String usual = Driver.root().resolve("bench/target/guard.json").toString();
    flags.put("--out", given.text("--out").orElse(usual));
    Options options = new Options(flags, given.rest());
    RatioGuard guard = new RatioGuard(options);
    try (FreshGateway gateway = Driver.start(options)) {
      guard.creates(new Client(gateway.address()));
      guard.swaps(gateway.address());
      guard.calls(gateway.address());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
    for (Figure kernel : Overhead.ratios(List.of("int loop", "recursion", "text")))
      if (kernel.unit().equals("×")) guard.result.add(kernel.atMost(4));
    guard.result.finish(options);
    return guard.result.isMet() ? 0 : 1;
  }

  /** From a spec to the first answer, beside bare javac on the same class. */
  private void creates(Client client) {
    BareJavac javac = new BareJavac();
    List<Long> forge = new ArrayList<>();
    List<Long> bare = new ArrayList<>();
    for (int i = 0; i < WARM_UP + CREATES; i++) {
      Variant variant = new Variant(i);
      long begun = System.nanoTime();
      Reply created = client.create(variant.spec("guarded_create"));
      boolean answers = variant.gave(client.call("guarded_create", variant.arguments()));
      long answered = System.nanoTime();
      if (!answers) throw new IllegalStateException("not what it should be: " + created.told());
      String source = client.source("guarded_create");
      long compiling = System.nanoTime();
      javac.compile("GuardedCreate.java", source);
      if (i < WARM_UP) continue;
      bare.add(System.nanoTime() - compiling);
      forge.add(answered - begun);
    }
    // Not the best ones: javac alone now and then gets by undisturbed, a whole create hardly ever.
    double ratio = new Quantiles(forge).millis(0.5) / new Quantiles(bare).millis(0.5);
    result.add(Figure.of("Create → first answer ÷ bare javac", "p50", "×", ratio).atMost(3.5));
  }

  /** A change under load fails no call. */
  private void swaps(String address) throws IOException, InterruptedException {
    LoadedSwap load = new LoadedSwap(Changeable.skill(address), 200, 4);
    load.run(SwapLoad.variants(0, CREATES), 0);
    result.add(Figure.of("Changes under load", "failed calls", "", load.failed()).atMost(0));
  }

  /** A guarded call, beside a bare servlet with the same JSON. */
  private void calls(String address) throws IOException {
    Reply created = new Client(address).create(GREETING);
    if (!created.isLive()) throw new IllegalStateException(created.told());
    List<Double> ratios = new ArrayList<>();
    try (BarePeer peer = new BarePeer(List.of());
        Load bare = new Load(peer.address(), "/", QUESTION, ANSWER, CONNECTIONS);
        Load skill = new Load(address, "/api/v1/skills/greeting", QUESTION, ANSWER, CONNECTIONS)) {
      for (int turn = 0; turn <= TURNS; turn++) {
        double servlet = bare.closed(TURN_MILLIS).perSecond();
        double ours = skill.closed(TURN_MILLIS).perSecond();
        if (turn > 0) ratios.add(ours / servlet);
      }
    }
    ratios.sort(null);
    double ratio = ratios.get(TURNS / 2);
    result.add(Figure.of("Calls a second ÷ bare servlet", "median", "×", ratio).atLeast(0.4));
  }
}
