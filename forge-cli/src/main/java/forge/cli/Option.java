// SPDX-License-Identifier: Apache-2.0
package forge.cli;

/**
 * What a verb can be told by name.
 *
 * @param name without the dashes
 * @param value what its value is called in a help text; empty: it takes none
 * @param text what it does, in a line
 */
record Option(String name, String value, String text) {

  static Option flag(String name, String text) {
    return new Option(name, "", text);
  }

  boolean takesValue() {
    return !value.isEmpty();
  }

  /** As it is written: {@code --name VALUE}. */
  String written() {
    String dashes = name.length() == 1 ? "-" : "--";
    return dashes + name + (value.isEmpty() ? "" : " " + value);
  }
}
