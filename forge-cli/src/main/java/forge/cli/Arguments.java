// SPDX-License-Identifier: Apache-2.0
package forge.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command line of one verb, read: words in their order, options by name. */
final class Arguments {

  private final Verb verb;
  private final List<String> words = new ArrayList<>();
  private final Map<String, List<String>> options = new LinkedHashMap<>();

  private Arguments(Verb verb) {
    this.verb = verb;
  }

  /**
   * Reads what follows the verb.
   *
   * @throws Ended when that is not how the verb is used
   */
  static Arguments read(Verb verb, List<String> given) {
    Arguments read = new Arguments(verb);
    boolean onlyWords = false;
    for (int i = 0; i < given.size(); i++) {
      String word = given.get(i);
      if (onlyWords || !word.startsWith("-") || word.equals("-")) read.words.add(word);
      else if (word.equals("--")) onlyWords = true;
      else i += read.option(word, given.subList(i + 1, given.size()));
    }
    if (!read.has("help")) read.countWords();
    return read;
  }

  /** Gives how many of the words behind it were its value. */
  private int option(String word, List<String> rest) {
    int equals = word.indexOf('=');
    String name =
        word.substring(word.startsWith("--") ? 2 : 1, equals < 0 ? word.length() : equals);
    if (name.equals("h")) name = "help";
    Optional<Option> option = verb.option(name);
    if (option.isEmpty()) throw wrong("unknown option '" + word + "'");
    if (!option.get().takesValue()) {
      if (equals >= 0) throw wrong("--" + name + " takes no value");
      return put(name, "", 0);
    }
    if (equals >= 0) return put(name, word.substring(equals + 1), 0);
    if (rest.isEmpty()) throw wrong("--" + name + " needs a value: " + option.get().value());
    return put(name, rest.get(0), 1);
  }

  private int put(String name, String value, int words) {
    options.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
    return words;
  }

  private void countWords() {
    if (words.size() < verb.least()) throw wrong("something is missing");
    if (words.size() > verb.most()) throw wrong("'" + words.get(verb.most()) + "' is too much");
  }

  /** The end of a command that was not used as it should be. */
  Ended wrong(String why) {
    return Ended.wrong(
        verb.name()
            + ": "
            + why
            + "\nUsage: "
            + verb.usage()
            + "; see 'forge help "
            + verb.name()
            + "'");
  }

  /** Whether an option was given. */
  boolean has(String name) {
    return options.containsKey(name);
  }

  /** Whether an option was given that takes no value. */
  boolean isFlag(String name) {
    return has(name) && !verb.option(name).orElseThrow().takesValue();
  }

  /** The last value given to an option. */
  Optional<String> value(String name) {
    List<String> all = values(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Every value given to an option. */
  List<String> values(String name) {
    return options.getOrDefault(name, List.of());
  }

  /** A whole number given to an option. */
  Optional<Long> number(String name) {
    Optional<String> value = value(name);
    if (value.isEmpty()) return Optional.empty();
    try {
      long number = Long.parseLong(value.get());
      if (number >= 0) return Optional.of(number);
    } catch (NumberFormatException e) {
      // told below, with the negative ones
    }
    throw wrong("--" + name + " is a whole number, not '" + value.get() + "'");
  }

  Verb verb() {
    return verb;
  }

  /** The words behind the verb that are no options. */
  List<String> words() {
    return words;
  }

  /** One of the words; empty when there are not so many. */
  String word(int index) {
    return index < words.size() ? words.get(index) : "";
  }
}
