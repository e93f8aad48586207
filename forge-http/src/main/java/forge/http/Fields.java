// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The fields of one object in a request.
 *
 * @param path where the object stands, for messages; empty: it is the whole body
 * @param values by name
 */
record Fields(String path, Map<String, Object> values) {

  /**
   * The fields of what should be an object.
   *
   * @throws ErrorAnswer 400 when it is none
   */
  static Fields of(Object plain, String path) {
    if (plain instanceof Map<?, ?> object) return new Fields(path, plain(object));
    throw ErrorAnswer.badRequest(path.isEmpty() ? "body" : path, "must be a JSON object");
  }

  /** An object of plain data has text keys. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> plain(Map<?, ?> object) {
    return (Map<String, Object>) object;
  }

  /**
   * These fields.
   *
   * @throws ErrorAnswer 400 when there are others
   */
  Fields only(String... known) {
    List<String> names = List.of(known);
    for (String name : values.keySet())
      if (!names.contains(name)) throw fault(Text.clip(name), "is an unknown field" + use(names));
    return this;
  }

  private static String use(List<String> names) {
    return names.isEmpty() ? "; send none" : "; use " + String.join(", ", names);
  }

  /** The value that must be there. */
  Object required(String name) {
    Object value = values.get(name);
    if (value == null) throw fault(name, "is required");
    return value;
  }

  /** The text that must be there. */
  String text(String name) {
    if (required(name) instanceof String text) return text;
    throw fault(name, "must be a string");
  }

  /** The text that may be there; null is as good as absent. */
  Optional<String> optionalText(String name) {
    return values.get(name) == null ? Optional.empty() : Optional.of(text(name));
  }

  /** The text of at most so many characters that must be there, and say something. */
  String text(String name, int most) {
    Optional<String> text = optionalText(name, most);
    if (text.isPresent() && !text.get().isBlank()) return text.get();
    throw fault(name, "is required: a text of at most " + most + " characters");
  }

  /** The text of at most so many characters that may be there. */
  Optional<String> optionalText(String name, int most) {
    Optional<String> text = optionalText(name);
    long length = text.map(given -> given.codePoints().count()).orElse(0L);
    if (length <= most) return text;
    throw fault(name, "must be at most " + most + " characters, got " + length);
  }

  /** The whole number between these that may be there. */
  OptionalInt optionalWhole(String name, int least, int most) {
    Object value = values.get(name);
    if (value == null) return OptionalInt.empty();
    boolean fits =
        value instanceof Number number
            && number.doubleValue() == number.intValue()
            && number.intValue() >= least
            && number.intValue() <= most;
    if (fits) return OptionalInt.of(((Number) value).intValue());
    throw fault(name, "must be a whole number from " + least + " to " + most);
  }

  /** The one of these words that must be there. */
  String oneOf(String name, String... words) {
    String word = text(name);
    if (List.of(words).contains(word)) return word;
    throw fault(name, "must be " + String.join(" or ", words));
  }

  /** The true or false that must be there. */
  boolean truth(String name) {
    if (required(name) instanceof Boolean truth) return truth;
    throw fault(name, "must be true or false");
  }

  /** The name of a skill that must be there. */
  SkillName skillName(String name) {
    try {
      return new SkillName(text(name));
    } catch (IllegalArgumentException e) {
      throw fault(name, "is no name of a skill: " + e.getMessage());
    }
  }

  /** The object that may be there; empty when it is not. */
  Map<String, Object> object(String name) {
    Object value = values.get(name);
    return value == null ? Map.of() : of(value, at(name)).values();
  }

  private ErrorAnswer fault(String name, String message) {
    return ErrorAnswer.badRequest(at(name), message);
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
