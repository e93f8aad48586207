// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page that shows what lies in {@code bench/results}: one file, readable without a network. */
public final class Page {

  private static final String USAGE =
      """
      usage: bench/run page [--out FILE]

      Draws bench/results/*.json as one page.
        --out FILE  the page (bench/results/index.html)
      """;

  /** What comes first; the rest by name. */
  private static final List<String> ORDER =
      List.of("create", "peers-swap", "swap", "calls", "start", "growth", "batch", "leak");

  private Page() {}

  /** Draws it; see {@code --help}. */
  public static void main(String[] args) throws IOException {
    System.exit(Driver.main(USAGE, args, Map.of(), Page::run));
  }

  private static int run(Options options) throws IOException {
    Path folder = Driver.root().resolve("bench/results");
    Path file = options.text("--out").map(Path::of).orElse(folder.resolve("index.html"));
    List<Result> results = read(folder);
    Files.writeString(file, of(results));
    System.out.println(results.size() + " results drawn in " + file);
    return 0;
  }

  /** Every result of a folder. */
  static List<Result> read(Path folder) throws IOException {
    List<Result> results = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList())
        try {
          results.add(Result.read(Files.readString(file)));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }
    return results;
  }

  /** The page of these results. */
  static String of(List<Result> results) {
    Map<String, List<Result>> byName = new LinkedHashMap<>();
    results.stream()
        .sorted(Comparator.comparingInt(Page::rank).thenComparing(Result::name))
        .forEach(r -> byName.computeIfAbsent(r.name(), key -> new ArrayList<>()).add(r));
    StringBuilder sections = new StringBuilder();
    byName.values().forEach(same -> sections.append(section(same)));
    return HEAD
        + "<p class=\"targets\">"
        + targets(results)
        + "</p>\n<nav>"
        + byName.values().stream()
            .map(same -> same.get(0))
            .map(r -> "<a href=\"#%s\">%s</a>".formatted(text(r.name()), text(r.title())))
            .collect(Collectors.joining("\n"))
        + "</nav>\n"
        + LEGEND
        + sections
        + "</main>\n";
  }

  private static int rank(Result result) {
    int rank = ORDER.indexOf(result.name());
    return rank < 0 ? ORDER.size() : rank;
  }

  private static String targets(List<Result> results) {
    List<Figure> asked =
        results.stream()
            .flatMap(result -> result.figures().stream())
            .filter(figure -> figure.target().isPresent())
            .toList();
    long met = asked.stream().filter(Figure::isMet).count();
    return "<b>%d of %d</b> targets reached".formatted(met, asked.size());
  }

  private static String section(List<Result> same) {
    StringBuilder html = new StringBuilder();
    Result first = same.get(0);
    html.append(
        "<section id=\"%s\">\n<h2>%s</h2>\n".formatted(text(first.name()), text(first.title())));
    Set<String> plots = new LinkedHashSet<>();
    same.forEach(result -> result.figures().forEach(figure -> plots.add(figure.plot())));
    html.append("<div class=\"plots\">\n");
    for (String plot : plots) html.append(Plot.svg(plot, rows(same, plot)));
    html.append("</div>\n<details><summary>Numbers, machine, settings</summary>\n");
    same.forEach(result -> html.append(Numbers.html(result)));
    return html.append("</details>\n</section>\n").toString();
  }

  /** Figures of one name stand below each other, one for each Java. */
  private static List<Plot.Row> rows(List<Result> same, String plot) {
    Map<String, List<Plot.Row>> rows = new LinkedHashMap<>();
    for (Result result : same)
      for (Figure figure : result.figures())
        if (figure.plot().equals(plot))
          rows.computeIfAbsent(figure.what(), key -> new ArrayList<>())
              .add(new Plot.Row(figure, same.size() > 1 ? "JDK " + result.jdk() : ""));
    return rows.values().stream().flatMap(List::stream).toList();
  }

  /** Text as HTML has it. */
  static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static final String LEGEND =
      """
      <p class="legend">
      <span><i class="bar forge"></i> Forge: value or p50</span>
      <span><i class="bar peer"></i> beside it</span>
      <span><i class="line"></i> up to p99</span>
      <span><i class="mark"></i> target</span>
      </p>
      """;

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Forge, measured</title>
      <style>
      :root { color-scheme: light dark; --ink: #1d2329; --soft: #67717c; --paper: #fff; --card: #f6f7f9;
        --rule: #dfe3e8; --forge: #2563c9; --peer: #a9b2bd; --target: #c2410c; --good: #15803d; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e6e9ed; --soft: #98a3af; --paper: #14181c; --card: #1c2227; --rule: #323a42;
          --forge: #6ea3f7; --peer: #5d6873; --target: #fb923c; --good: #4ade80; }
      }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
      main { max-width: 1160px; margin: 0 auto; padding: 32px 24px 64px; }
      h1 { font-size: 28px; margin: 0 0 4px; } h2 { font-size: 20px; margin: 0 0 12px; }
      h3 { font-size: 14px; margin: 0; font-weight: 600; }
      h3 small { color: var(--soft); font-weight: 400; }
      .targets { color: var(--soft); margin: 0 0 12px; } .targets b { color: var(--ink); }
      nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 12px; } a { color: var(--forge); }
      .legend { display: flex; flex-wrap: wrap; gap: 4px 22px; color: var(--soft); font-size: 13px;
        margin: 0 0 8px; }
      .legend i { display: inline-block; vertical-align: middle; margin-right: 6px; }
      .legend .bar { width: 18px; height: 10px; border-radius: 2px; }
      .legend .forge { background: var(--forge); } .legend .peer { background: var(--peer); }
      .legend .line { width: 18px; border-top: 2px solid var(--soft); }
      .legend .mark { height: 14px; border-left: 2px dashed var(--target); }
      section { border-top: 1px solid var(--rule); padding: 22px 0 14px; }
      .plots { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); }
      figure { margin: 0; background: var(--card); border-radius: 8px; padding: 14px 16px 8px; }
      svg { display: block; width: 100%; height: auto; font: 12px system-ui, "DejaVu Sans", sans-serif; }
      svg text { fill: var(--ink); } svg .soft { fill: var(--soft); } svg .met { fill: var(--good); }
      svg .missed { fill: var(--target); font-weight: 600; }
      svg .grid { stroke: var(--rule); } svg .forge { fill: var(--forge); } svg .peer { fill: var(--peer); }
      svg .whisker { stroke: var(--soft); stroke-width: 1.5; fill: none; }
      svg .target { stroke: var(--target); stroke-width: 2; stroke-dasharray: 4 3; }
      details { margin-top: 12px; } summary { cursor: pointer; color: var(--soft); }
      table { border-collapse: collapse; font-size: 13px; margin: 8px 0 4px; }
      th, td { text-align: left; padding: 2px 18px 2px 0; border-bottom: 1px solid var(--rule); }
      td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
      .wide { overflow-x: auto; } .about { color: var(--soft); font-size: 13px; margin: 8px 0 0; }
      </style>
      <main>
      <h1>Forge, measured</h1>
      """;
}
