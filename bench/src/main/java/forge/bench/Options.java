// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A driver's command line: flags with a value, and the rest.
 *
 * @param flags value by flag
 * @param rest what is no flag, in order
 */
public record Options(Map<String, String> flags, List<String> rest) {

  private static final Set<String> PLACES = Set.of("--url", "--home", "--data", "--out");

  /** Copies both. */
  public Options {
    flags = Map.copyOf(flags);
    rest = List.copyOf(rest);
  }

  /**
   * Reads a command line.
   *
   * @param defaults every flag there is, with its value; empty: none unless it is given
   * @throws IllegalArgumentException naming the argument that is wrong
   */
  public static Options read(String[] args, Map<String, String> defaults) {
    Map<String, String> flags = new LinkedHashMap<>(defaults);
    List<String> rest = new ArrayList<>();
    Iterator<String> left = List.of(args).iterator();
    while (left.hasNext()) {
      String arg = left.next();
      if (!arg.startsWith("--")) rest.add(arg);
      else if (!defaults.containsKey(arg))
        throw new IllegalArgumentException(
            "unknown flag " + arg + "; there are " + defaults.keySet());
      else if (!left.hasNext()) throw new IllegalArgumentException(arg + " needs a value");
      else flags.put(arg, left.next());
    }
    return new Options(flags, rest);
  }

  /** The value of a flag; empty when it was not given and has no default. */
  public Optional<String> text(String flag) {
    return Optional.of(flags.get(flag)).filter(value -> !value.isEmpty());
  }

  /** The value of a flag that counts something. */
  public int number(String flag) {
    try {
      int value = Integer.parseInt(flags.get(flag));
      if (value >= 0) return value;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(flag + " needs a number, got " + flags.get(flag), e);
    }
    throw new IllegalArgumentException(flag + " must not be negative");
  }

  /** What it measures with, for a results file: the flags that are no place, by their names. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    flags.entrySet().stream()
        .filter(flag -> !PLACES.contains(flag.getKey()) && !flag.getValue().isEmpty())
        .sorted(Map.Entry.comparingByKey())
        .forEach(flag -> settings.put(flag.getKey().substring(2), flag.getValue()));
    return settings;
  }
}
