// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call costs in each tier: the same skill guarded and isolated, called in turns over one
 * connection, so that a slow moment of the machine hits both. Prints the difference of the medians.
 */
final class Tiers {

  private static final String USAGE =
      """
      usage: bench/run tiers [--calls N] [--url URL]

        --calls N  measured calls of each (5000), after half as many that warm up
        --url URL  a gateway that runs; default: one of its own
      """;

  private static final String BODY = "return text.length() + (long) number;";
  private static final Map<String, Object> INPUT = Map.of("text", "some text", "number", 7L);
  private static final int NANOS_PER_MICRO = 1_000;

  private Tiers() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    System.exit(Driver.main(USAGE, args, Map.of("--calls", "5000"), Tiers::run));
  }

  private static int run(Options options) throws IOException {
    int calls = options.number("--calls");
    try (Driver.Target target = Driver.target(options)) {
      Client client = new Client(target.address());
      Map<String, List<Long>> nanos = new LinkedHashMap<>();
      for (String tier : List.of("guarded", "isolated")) {
        create(client, tier);
        nanos.put(tier, new ArrayList<>());
      }
      for (int i = -calls / 2; i < calls; i++)
        for (Map.Entry<String, List<Long>> tier : nanos.entrySet()) {
          Reply reply = client.call("bench_" + tier.getKey(), INPUT);
          if (!reply.isOk()) throw new IllegalStateException(reply.told());
          if (i >= 0) tier.getValue().add(reply.nanos());
        }
      tell(options, nanos);
      return 0;
    }
  }

  private static void create(Client client, String tier) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("name", "bench_" + tier);
    spec.put("tier", tier);
    spec.put(
        "params",
        List.of(
            Map.of("name", "text", "type", "string", "required", true),
            Map.of("name", "number", "type", "integer", "required", true)));
    spec.put("body", BODY);
    Reply reply = client.create(spec);
    if (!reply.isLive()) throw new IllegalStateException(reply.told());
  }

  private static void tell(Options options, Map<String, List<Long>> nanos) throws IOException {
    Result result = Result.of("tiers", "A call in each tier", options);
    nanos.forEach(
        (tier, all) -> result.add(Figure.of("Over one connection", tier, new Quantiles(all))));
    double more = result.figures().get(1).head() - result.figures().get(0).head();
    result.add(Figure.of("Isolated, more than guarded", "p50", "µs", more * NANOS_PER_MICRO));
    result.finish(options);
  }
}
