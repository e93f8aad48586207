// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.List;
import java.util.Map;

/**
 * One of many skills that are alike and never the same: each has another body, and its answer says
 * which it is.
 *
 * @param number which
 */
record Variant(int number) {

  private static final String BODY =
      """
      Map<String, Integer> counts = new TreeMap<>();
      for (String word : text.toLowerCase().split("[^a-z]+")) {
        if (word.length() > SHORTEST) counts.merge(word, 1, Integer::sum);
      }
      int total = 0;
      for (int count : counts.values()) total += count;
      List<String> top =
          counts.entrySet().stream()
              .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
              .limit(most)
              .map(Map.Entry::getKey)
              .collect(Collectors.toList());
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("variant", NUMBER);
      answer.put("words", total);
      answer.put("top", top);
      if (total == 0) throw new IllegalArgumentException("no word in " + text.length() + " characters");
      return answer;
      """;

  private static final Map<String, Object> ARGUMENTS =
      Map.of("text", "the line makes a skill and the line serves it", "most", 3L);

  /** What creates it under a name. */
  Map<String, Object> spec(String name) {
    return Map.of(
        "name",
        name,
        "description",
        "Counts words, variant " + number,
        "params",
        List.of(
            Map.of("name", "text", "type", "string", "required", true),
            Map.of("name", "most", "type", "int", "required", true)),
        "returns",
        "object",
        "body",
        body());
  }

  /** Its code, for {@code String text} and {@code int most}. */
  String body() {
    return BODY.replace("NUMBER", Integer.toString(number))
        .replace("SHORTEST", Integer.toString(number % 3));
  }

  /** What it is called with. */
  Map<String, Object> arguments() {
    return ARGUMENTS;
  }

  /** Whether it is this one that answered. */
  boolean gave(Reply reply) {
    return reply.isOk()
        && reply.json() instanceof Map<?, ?> answer
        && Long.valueOf(number).equals(answer.get("variant"));
  }
}
