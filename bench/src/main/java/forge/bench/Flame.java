// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Stacks as a picture: callers below, callees above, as wide as they were seen often. */
final class Flame {

  private static final double WIDTH = 1200;
  private static final int ROW = 17;
  private static final int TOP = 34;
  private static final double NARROWEST = 3;
  private static final double PER_LETTER = 6.6;
  private static final int DEEPEST = 110;

  private final StringBuilder svg = new StringBuilder();
  private final int height;
  private final int all;

  private static final class Node {
    final Map<String, Node> callees = new TreeMap<>();
    int count;

    void add(List<String> stack, int depth) {
      count++;
      if (depth == stack.size() || depth == DEEPEST) return;
      callees.computeIfAbsent(stack.get(depth), key -> new Node()).add(stack, depth + 1);
    }

    int depth(double least) {
      if (count < least) return 0;
      return 1 + callees.values().stream().mapToInt(node -> node.depth(least)).max().orElse(0);
    }
  }

  private Flame(Node root) {
    this.all = root.count;
    this.height = TOP + ROW * root.depth(root.count * NARROWEST / WIDTH) + 8;
  }

  /** An SVG of its own. */
  static String svg(String title, List<List<String>> stacks) {
    Node root = new Node();
    stacks.forEach(stack -> root.add(stack, 0));
    Flame flame = new Flame(root);
    flame.begin(title + ", " + stacks.size() + " samples");
    flame.draw("all", root, 0, 0, "");
    return flame.svg.append("</svg>\n").toString();
  }

  private void begin(String title) {
    add(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" font-family="system-ui, DejaVu Sans, sans-serif" font-size="11">
        <rect width="100%%" height="100%%" fill="#fbfaf7"/>
        <text x="8" y="21" font-size="15" fill="#222">%s</text>""",
        WIDTH, height, Page.text(title));
  }

  private void draw(String frame, Node node, double x, int depth, String below) {
    double width = WIDTH * node.count / all;
    if (width < NARROWEST) return;
    int y = height - 8 - ROW * (depth + 1);
    String part = Recording.part(List.of(frame));
    if (part.startsWith("the JDK")) part = below;
    add("<g><title>%s, %.1f %%</title>", Page.text(frame), 100.0 * node.count / all);
    add(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
        x, y, Math.max(width - 0.5, 0.5), ROW - 1, colour(part));
    int letters = (int) (width / PER_LETTER);
    String name = frame.replaceFirst("^.*\\.(\\w+(\\$\\w*)*\\.[^.]+)$", "$1");
    if (letters > 3)
      add(
          "<text x=\"%.1f\" y=\"%d\" fill=\"#1b1b1b\">%s</text>",
          x + 3,
          y + 12,
          Page.text(name.length() <= letters ? name : name.substring(0, letters - 1) + "…"));
    add("</g>");
    double left = x;
    for (Map.Entry<String, Node> callee : node.callees.entrySet()) {
      draw(callee.getKey(), callee.getValue(), left, depth + 1, part);
      left += WIDTH * callee.getValue().count / all;
    }
  }

  /** One for each part of the product. */
  private static String colour(String part) {
    if (part.isEmpty()) return "#d9d6cf";
    int hue = Math.floorMod(part.hashCode() * 47, 360);
    return "hsl(" + hue + ",62%,74%)";
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
