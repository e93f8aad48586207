// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a command: flags with a value wherever they stand, and the rest in order.
 *
 * @param flags values by flag; one that was given twice has two
 * @param rest what is no flag
 */
record Words(Map<String, List<String>> flags, List<String> rest) {

  /**
   * Reads the words.
   *
   * @param known the flags there are; one that ends with {@code =} takes a value
   */
  static Words of(String[] words, String... known) {
    Map<String, List<String>> flags = new LinkedHashMap<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (!word.startsWith("-") || word.length() == 1) {
        rest.add(word);
        continue;
      }
      boolean plain = List.of(known).contains(word);
      if (!plain && !List.of(known).contains(word + "="))
        throw new Refused(
            "unknown flag " + word + "; there is " + String.join(" ", known).replace("=", ""));
      if (!plain && i + 1 == words.length) throw new Refused(word + " needs a value");
      flags.computeIfAbsent(word, key -> new ArrayList<>()).add(plain ? "" : words[++i]);
    }
    return new Words(flags, rest);
  }

  boolean has(String flag) {
    return flags.containsKey(flag);
  }

  Optional<String> flag(String flag) {
    return all(flag).stream().reduce((first, last) -> last);
  }

  List<String> all(String flag) {
    return flags.getOrDefault(flag, List.of());
  }

  /** Refuses when there are fewer or more words than that. */
  Words between(int least, int most, String usage) {
    if (rest.size() < least || rest.size() > most) throw new Refused("usage: " + usage);
    return this;
  }

  /** A path below the folder in which the shell was started. */
  static Path file(Path folder, String name) {
    return folder.resolve(name);
  }
}
