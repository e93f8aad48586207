// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What the page and its drawings show of results. */
class PageTest {

  private static final Options NONE = new Options(Map.of(), List.of());
  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  @TempDir Path folder;

  private static Result result(String name, double first, double second) {
    return Result.of(name, "About " + name + " & more", NONE)
        .add(Figure.of("Time", "<forge>", "ms", first).atMost(10))
        .add(Figure.of("Time", "peer", "ms", second).ofPeer())
        .add(Figure.of("Failed", "forge", "", 0).atMost(0));
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Document> plots(String page) throws Exception {
    List<Document> plots = new ArrayList<>();
    for (Matcher svg = SVG.matcher(page); svg.find(); ) plots.add(xml(svg.group()));
    return plots;
  }

  private static double width(Document plot, int bar) {
    var rect = plot.getElementsByTagName("rect").item(bar);
    return Double.parseDouble(rect.getAttributes().getNamedItem("width").getNodeValue());
  }

  @Test
  void barsAreAsLongAsTheirFiguresAreLarge() throws Exception {
    List<Document> plots = plots(Page.of(List.of(result("create", 6, 12))));
    assertThat(plots).hasSize(2);
    assertThat(width(plots.get(0), 1)).isEqualTo(2 * width(plots.get(0), 0));
    assertThat(plots.get(0).getElementsByTagName("line").getLength()).isGreaterThan(4);
  }

  @Test
  void whatNobodyCouldSeeBesideTheOthersGetsALogarithmicScale() throws Exception {
    String page = Page.of(List.of(result("create", 6, 6_000)));
    assertThat(page).contains("ms, logarithmic");
    assertThat(width(plots(page).get(0), 0)).isLessThan(width(plots(page).get(0), 1));
  }

  @Test
  void thePageSaysHowManyTargetsAreReachedAndComesInTheOrderOfTheTargets() {
    String page = Page.of(List.of(result("zoo", 12, 1), result("create", 6, 1)));
    assertThat(page).contains("<b>3 of 4</b> targets reached", "6 ✓", "12 ✗");
    assertThat(page).contains("About create &amp; more", "&lt;forge&gt;");
    assertThat(page.indexOf("id=\"create\"")).isLessThan(page.indexOf("id=\"zoo\""));
    assertThat(page).doesNotContain("<script", "http://", "https://");
  }

  @Test
  void aFileThatIsNoResultIsNamed() throws IOException {
    Files.writeString(folder.resolve("good.json"), result("good", 1, 2).json());
    assertThat(Page.read(folder)).singleElement().extracting(Result::name).isEqualTo("good");
    Files.writeString(folder.resolve("bad.json"), "{\"name\":\"bad\"}");
    assertThatThrownBy(() -> Page.read(folder)).hasMessageContainingAll("bad.json", "'settings'");
  }

  @Test
  void aFlameIsAsWideAsItsStacksAreMany() throws Exception {
    List<String> compile = List.of("java.lang.Thread.run", "com.sun.tools.javac.api.Tool.call");
    List<String> pack = List.of("java.lang.Thread.run", "aQute.bnd.osgi.Builder.build");
    Document flame = xml(Flame.svg("create", List.of(compile, compile, compile, pack)));
    // The paper, all, and a bar for each of the frames.
    assertThat(flame.getElementsByTagName("rect").getLength()).isEqualTo(5);
    assertThat(width(flame, 4)).isEqualTo(899.5);
    assertThat(Recording.part(List.of("java.util.HashMap.get", "aQute.X.y"))).isEqualTo("bnd");
  }
}
