// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import forge.core.data.Same;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Forges every function of a data file, then calls each with each of its examples and compares the
 * answers.
 */
public final class Functions {

  private static final String USAGE =
      """
      usage: bench/run functions DATA.jsonl [--url URL] [--home FOLDER] [--data FOLDER]

      Forges each function of the file, then calls each with its examples and compares the answers.
      A line: {"name","description","params":[{"name","type"}],"returns","body",
               "examples":[{"in":{..},"out":..}]}
        --url URL      a gateway that runs; without it one is started, with fresh data
        --home FOLDER  the product to start, unpacked (runtime/target/forge)
        --data FOLDER  where its data is put, and removed again (the system's temporary folder)
      Ends with 0 when every function is live and every answer is right, else with 1.
      """;

  private final Client client;
  private final PrintStream out;
  private final List<Long> creates = new ArrayList<>();

  private Functions(Client client, PrintStream out) {
    this.client = client;
    this.out = out;
  }

  /** Runs it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    System.exit(Driver.main(USAGE, args, Map.of(), Functions::run));
  }

  private static int run(Options options) throws IOException {
    if (options.rest().size() != 1)
      throw new IllegalArgumentException("name one data file; got " + options.rest());
    List<Function> functions = read(Path.of(options.rest().get(0)));
    try (Driver.Target target = Driver.target(options)) {
      return new Functions(new Client(target.address()), System.out).measure(functions) ? 0 : 1;
    }
  }

  private static List<Function> read(Path file) throws IOException {
    List<Function> functions = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      try {
        if (!line.isBlank()) functions.add(distinct(Function.read(line), seen));
      } catch (IllegalArgumentException | ClassCastException e) {
        throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
      }
    }
    if (functions.isEmpty()) throw new IllegalArgumentException(file + " holds no function");
    return functions;
  }

  /** A name that stands twice gets a number, so that both are live at once. */
  private static Function distinct(Function function, Map<String, Integer> seen) {
    int times = seen.merge(function.name(), 1, Integer::sum);
    return times == 1 ? function : function.named(function.name() + "_" + times);
  }

  /** First all are made, so that each is called among all others. */
  private boolean measure(List<Function> functions) {
    functions.forEach(this::create);
    Set<String> names = client.live();
    long live = functions.stream().filter(function -> names.contains(function.name())).count();
    int all = functions.stream().mapToInt(function -> function.examples().size()).sum();
    int right = functions.stream().mapToInt(this::call).sum();
    if (!creates.isEmpty()) out.println("create " + new Quantiles(creates));
    out.printf("%d of %d live, %d of %d answers right%n", live, functions.size(), right, all);
    return live == functions.size() && right == all;
  }

  private void create(Function function) {
    Reply reply = client.create(function.spec());
    if (reply.isLive()) creates.add(reply.nanos());
    else out.println(function.name() + ": not created: " + reply.told());
  }

  private int call(Function function) {
    int right = 0;
    for (Function.Example example : function.examples()) {
      Reply reply = client.call(function.name(), example.input());
      if (reply.isOk() && Same.json(example.output(), reply.json())) right++;
      else
        out.printf(
            "%s: called with %s it should answer %s, got %s%n",
            function.name(),
            Json.write(example.input()),
            Json.write(example.output()),
            reply.told());
    }
    return right;
  }
}
