// SPDX-License-Identifier: Apache-2.0
package forge.core.allow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;

/** The policy, read: which classes, and what of each. */
final class Policy {

  /** One class and what is said of its members. */
  record Entry(
      String kind,
      String cost,
      String name,
      List<String> open,
      List<String> closed,
      Map<String, List<String>> checks,
      Map<String, String> results) {}

  final Map<String, Entry> entries = new LinkedHashMap<>();
  final List<String> headers = new ArrayList<>();

  static Policy read(Jdk17 jdk) {
    Policy policy = new Policy();
    List<Entry> packages = new ArrayList<>();
    Entry last = null;
    for (String line : text().lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (line.isBlank() || line.startsWith("#")) continue;
      switch (words[0]) {
        case "extend", "implement" -> {
          for (int i = 1; i < words.length; i++) policy.headers.add(words[0] + " " + words[i]);
        }
        case "class", "collection", "only" -> last = policy.add(words[0], words[1], words[2]);
        case "exception" -> last = policy.add("class", "constant", words[1]);
        case "type" -> last = policy.add("only", "constant", words[1]);
        case "package" -> packages.add(entry("class", words[1], words[2]));
        case "+" -> last.open.add(words[1]);
        case "-" -> last.closed.add(words[1]);
        case "check" ->
            last.checks.put(
                words[1] + "/" + (words.length - 2), List.of(words).subList(2, words.length));
        case "result" -> last.results.put(words[1], words[2]);
        default -> throw new IllegalArgumentException(line);
      }
    }
    for (Entry each : packages)
      jdk.in(each.name)
          .filter(reader -> (reader.getAccess() & Opcodes.ACC_PUBLIC) != 0)
          .map(reader -> reader.getClassName().replace('/', '.'))
          .filter(name -> !name.contains("$"))
          .filter(name -> !policy.entries.containsKey(name))
          .forEach(name -> policy.add(each.kind, each.cost, name));
    return policy;
  }

  private static Entry entry(String kind, String cost, String name) {
    return new Entry(
        kind,
        cost,
        name,
        new ArrayList<>(),
        new ArrayList<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>());
  }

  private Entry add(String kind, String cost, String name) {
    Entry entry = entry(kind, cost, name);
    if (entries.put(name, entry) != null) throw new IllegalArgumentException(name + " twice");
    return entry;
  }

  private static String text() {
    try (InputStream in = Policy.class.getResourceAsStream("policy.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
