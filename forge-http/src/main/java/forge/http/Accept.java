// SPDX-License-Identifier: Apache-2.0
package forge.http;

import java.util.List;
import java.util.Locale;

/**
 * What kinds of answer a request would like, by its {@code Accept} headers: for each media range,
 * how much.
 */
record Accept(List<Range> ranges) {

  static final String EVENTS = "text/event-stream";
  private static final String JSON = "application/json";

  /**
   * One media range.
   *
   * @param type {@code text/html}, {@code text/*} or <code>*&#47;*</code>
   * @param quality from 0, not at all, to 1
   */
  record Range(String type, double quality) {

    /** How closely it names that media type; 0: it does not. */
    private int closeness(String wanted) {
      if (type.equals(wanted)) return 3;
      if (type.equals(wanted.substring(0, wanted.indexOf('/')) + "/*")) return 2;
      return type.equals("*/*") ? 1 : 0;
    }
  }

  /** What these headers say; a range that cannot be read is left out. */
  static Accept of(List<String> headers) {
    return new Accept(
        headers.stream()
            .flatMap(header -> List.of(header.split(",")).stream())
            .map(Accept::range)
            .filter(range -> range.quality() >= 0)
            .toList());
  }

  private static Range range(String text) {
    String[] parts = text.split(";");
    double quality = 1;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
      if (parameter.startsWith("q=")) quality = weight(parameter.substring(2).strip());
    }
    String type = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
    return new Range(type, type.isEmpty() ? -1 : quality);
  }

  private static double weight(String text) {
    return text.matches("(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)") ? Double.parseDouble(text) : -1;
  }

  /** How much that media type is liked: what the closest range says. */
  double quality(String type) {
    if (ranges.isEmpty()) return 1;
    int closest = ranges.stream().mapToInt(range -> range.closeness(type)).max().orElse(0);
    if (closest == 0) return 0;
    return ranges.stream()
        .filter(range -> range.closeness(type) == closest)
        .mapToDouble(Range::quality)
        .max()
        .orElse(0);
  }

  /** Whether a stream of events is liked better than JSON, which is what everybody gets else. */
  boolean prefersEvents() {
    return quality(EVENTS) > quality(JSON);
  }
}
