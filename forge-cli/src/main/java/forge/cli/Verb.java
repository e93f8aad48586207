// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.util.List;
import java.util.Optional;

/**
 * Something that can be asked for on the command line.
 *
 * @param name the first word
 * @param words what follows it, as a help text writes it
 * @param least how many words must follow
 * @param most how many words may follow
 * @param summary what it does, in a line
 * @param about what else is worth knowing, with examples
 * @param options what it can be told by name, beside {@link Verbs#COMMON}
 */
record Verb(
    String name,
    String words,
    int least,
    int most,
    String summary,
    String about,
    List<Option> options) {

  /** The option of that name, of its own or common to all. */
  Optional<Option> option(String name) {
    for (Option option : options) if (option.name().equals(name)) return Optional.of(option);
    for (Option option : Verbs.COMMON) if (option.name().equals(name)) return Optional.of(option);
    return Optional.empty();
  }

  /** How it is written, in a line. */
  String usage() {
    return "forge " + name + (words.isEmpty() ? "" : " " + words);
  }
}
