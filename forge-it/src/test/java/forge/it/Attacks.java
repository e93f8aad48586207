// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * A family of the attack set, read from its file.
 *
 * @param name the family
 * @param fate what must become of each: {@code refused}, {@code ended} or {@code harmless}
 * @param attacks their code by name
 */
record Attacks(String name, String fate, Map<String, String> attacks) {

  private static final int AT_ONCE = 4;
  private static final String HEAD =
      "import forge.api.*; import java.math.*; import java.util.*; import java.util.function.*;"
          + " import java.util.regex.*; import java.util.stream.*; ";
  private static final String CALL =
      "public SkillResult call(SkillRequest in, SkillContext context)";

  static Attacks of(String family) {
    List<String> lines = text(family + ".txt").lines().toList();
    Map<String, String> attacks = new LinkedHashMap<>();
    String last = "";
    for (String line : lines.subList(1, lines.size())) {
      int blank = line.indexOf(' ');
      if (blank == 0) {
        attacks.merge(last, "\n" + line.substring(1), String::concat);
      } else {
        last = line.substring(0, blank);
        attacks.put(last, line.substring(blank + 1));
      }
    }
    return new Attacks(family, lines.get(0), attacks);
  }

  static String text(String file) {
    try (InputStream in = Attacks.class.getResourceAsStream("/attacks/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is not stopped in the gateway's own process, as family and name. */
  static Set<String> notStopped() {
    Set<String> names = new TreeSet<>();
    text("not-stopped.txt").lines().filter(line -> !line.startsWith("#")).forEach(names::add);
    return names;
  }

  /** Does it for each, some at once; what it adds to the queue is wrong. */
  Queue<String> each(BiConsumer<String, Queue<String>> attack) throws InterruptedException {
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
    for (String each : attacks.keySet())
      workers.execute(
          () -> {
            try {
              attack.accept(each, wrong);
            } catch (RuntimeException | AssertionError e) {
              wrong.add(each + ": " + e);
            }
          });
    workers.shutdown();
    assertThat(workers.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
    return wrong;
  }

  /** The skill that an attack is made as. */
  String skill(String attack) {
    return name + "_" + attack;
  }

  /** The fields of its spec. */
  Object[] spec(String attack, String code, Object budget) {
    List<Object> spec = new ArrayList<>(List.of("name", skill(attack), "budget", budget));
    spec.add(code.startsWith("package") ? "source" : "body");
    spec.add(code.startsWith("package") ? source(attack, code) : code);
    return spec.toArray();
  }

  private String source(String attack, String code) {
    int end = code.indexOf(';');
    String head =
        code.substring(0, end).equals("package")
            ? "package forge_gen_" + skill(attack)
            : code.substring(0, end);
    return head + "; " + HEAD + code.substring(end + 1).replace("CALL", CALL);
  }
}
