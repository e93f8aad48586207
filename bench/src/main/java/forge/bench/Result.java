// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import forge.core.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a driver measured: its figures, and with which settings, when, and on which machine.
 *
 * <p>Each driver ends with one, which prints it and keeps it as {@code
 * bench/results/<name>-jdk<version>.json}; {@link Page} draws what lies there.
 */
public final class Result {

  /** The name of this product's rows where peers stand beside it. */
  public static final String FORGE = "Forge";

  private final String name;
  private final String title;
  private final Map<String, Object> head;
  private final Map<String, Object> settings;
  private final List<Figure> figures = new ArrayList<>();

  private Result(
      String name, String title, Map<String, Object> head, Map<String, Object> settings) {
    this.name = name;
    this.title = title;
    this.head = head;
    this.settings = settings;
  }

  /** None measured yet; the machine is looked at now, before it is kept busy. */
  public static Result of(String name, String title, Options options) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    head.put("jdk", (long) Runtime.version().feature());
    head.put("machine", Machine.plain());
    return new Result(name, title, head, options.settings());
  }

  /** Says with what it was measured, beyond the flags of the command line. */
  public Result setting(String key, Object value) {
    settings.put(key, value);
    return this;
  }

  /** Adds what was measured. */
  public Result add(Figure figure) {
    figures.add(figure);
    return this;
  }

  /** What was measured so far. */
  public List<Figure> figures() {
    return Collections.unmodifiableList(figures);
  }

  String name() {
    return name;
  }

  String title() {
    return title;
  }

  /** The feature version of the Java it was measured on. */
  long jdk() {
    return ((Number) head.get("jdk")).longValue();
  }

  /** Its day. */
  String date() {
    return head.get("date").toString().substring(0, 10);
  }

  Map<?, ?> machine() {
    return (Map<?, ?>) head.get("machine");
  }

  Map<String, Object> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** Whether every target is reached. */
  public boolean isMet() {
    return figures.stream().allMatch(Figure::isMet);
  }

  /** Prints it, and writes it to the file that {@code --out} names, or to its usual one. */
  public void finish(Options options) throws IOException {
    print();
    String usual = "bench/results/" + name + "-jdk" + jdk() + ".json";
    Path file = options.text("--out").map(Path::of).orElseGet(() -> Driver.root().resolve(usual));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json());
    System.out.println("written to " + file);
  }

  private void print() {
    String plot = "";
    for (Figure figure : figures) {
      if (!figure.plot().equals(plot)) System.out.println("\n" + figure.plot());
      plot = figure.plot();
      StringBuilder line = new StringBuilder();
      figure
          .values()
          .forEach((key, value) -> line.append(' ').append(told(key, Figure.number(value))));
      String asked =
          figure.asked().isEmpty()
              ? ""
              : "  (" + figure.asked() + (figure.isMet() ? ": met)" : ": MISSED)");
      System.out.printf(Locale.ROOT, "  %-48s%s %s%s%n", figure.what(), line, figure.unit(), asked);
    }
    System.out.println();
  }

  private static String told(String key, String number) {
    return key.equals(Figure.VALUE) ? number : key + " " + number;
  }

  /** The results file: one line a figure. */
  String json() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", name);
    plain.put("title", title);
    plain.putAll(head);
    plain.put("settings", settings);
    StringBuilder text = new StringBuilder("{\n");
    plain.forEach(
        (key, value) ->
            text.append(Json.write(key)).append(": ").append(Json.write(value)).append(",\n"));
    List<String> lines = figures.stream().map(figure -> "  " + Json.write(figure.plain())).toList();
    return text + "\"figures\": [\n" + String.join(",\n", lines) + "\n]\n}\n";
  }

  /**
   * Reads a results file.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static Result read(String json) {
    Map<String, Object> head = new LinkedHashMap<>();
    ((Map<?, ?>) Json.read(json)).forEach((key, value) -> head.put((String) key, value));
    Map<String, Object> settings = new LinkedHashMap<>();
    ((Map<?, ?>) member(head, "settings", Map.class))
        .forEach((key, value) -> settings.put(String.valueOf(key), value));
    String name = member(head, "name", String.class);
    Result result = new Result(name, member(head, "title", String.class), head, settings);
    for (Object figure : member(head, "figures", List.class))
      result.add(Figure.read((Map<?, ?>) figure));
    for (String key : List.of("name", "title", "settings", "figures")) head.remove(key);
    member(head, "date", String.class);
    member(head, "jdk", Number.class);
    member(head, "machine", Map.class);
    return result;
  }

  private static <T> T member(Map<String, Object> head, String key, Class<T> type) {
    if (type.isInstance(head.get(key))) return type.cast(head.get(key));
    throw new IllegalArgumentException(
        "a results file needs '" + key + "', a " + type.getSimpleName());
  }
}
