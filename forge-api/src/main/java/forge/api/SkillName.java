// SPDX-License-Identifier: Apache-2.0
package forge.api;

import java.util.Locale;

/**
 * The name of a skill: snake_case, at most {@value #MAX_LENGTH} characters.
 *
 * <p>The only way from text to a name, so that every name that is held is safe in a path, a package
 * and a URL.
 *
 * @param value {@code [a-z][a-z0-9]*(_[a-z0-9]+)*}
 */
public record SkillName(String value) implements Comparable<SkillName> {

  /** Longest name, in characters. */
  public static final int MAX_LENGTH = 64;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException with a message for the person who chose it
   */
  public SkillName {
    String fault = fault(value);
    if (!fault.isEmpty()) throw new IllegalArgumentException(fault);
  }

  private static String fault(String name) {
    if (name == null || name.isBlank()) return "Skill name cannot be empty";
    if (name.length() > MAX_LENGTH)
      return "Skill name must be at most " + MAX_LENGTH + " characters, got " + name.length();
    if (name.contains("/") || name.contains("\\") || name.contains(".."))
      return "Skill name may not contain path components";
    if (name.startsWith("_") || name.endsWith("_"))
      return "Skill name must not start or end with underscore";
    if (!isSnakeCase(name))
      return "Skill name must be snake_case alphanumeric + underscore, got: " + shown(name);
    return "";
  }

  /** Of a name that neither starts nor ends with an underscore. */
  private static boolean isSnakeCase(String name) {
    char before = '_';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = c >= 'a' && c <= 'z';
      boolean digit = c >= '0' && c <= '9';
      if (!letter && !(i > 0 && (digit || c == '_' && before != '_'))) return false;
      before = c;
    }
    return true;
  }

  private static String shown(String name) {
    StringBuilder out = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (c > ' ' && c < 0x7f || c == ' ') out.appendCodePoint(c);
              else out.append(String.format(Locale.ROOT, "\\u%04x", c));
            });
    return out.toString();
  }

  /** The one name of its Java package, its bundle and its module: {@code forge_gen_<name>}. */
  public String module() {
    return "forge_gen_" + value;
  }

  /** The name in upper camel case: {@code salesforce_sentinel} gives {@code SalesforceSentinel}. */
  public String className() {
    StringBuilder out = new StringBuilder();
    for (String word : value.split("_"))
      out.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    return out.toString();
  }

  @Override
  public int compareTo(SkillName other) {
    return value.compareTo(other.value);
  }

  // Written out, as a record's own are made at run time, which a first order would wait for.
  @Override
  public boolean equals(Object other) {
    return other instanceof SkillName name && value.equals(name.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
