// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.core.data.Json;
import forge.core.spec.SpecReader;
import forge.core.synth.TemplateSynthesizer;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the drivers measure with, on the smallest input that shows it right. */
class MeasuringTest {

  @Test
  void quantilesAreNearestRanks() {
    List<Long> millis = LongStream.rangeClosed(1, 200).mapToObj(i -> i * 1_000_000).toList();
    Quantiles quantiles = new Quantiles(millis);
    assertThat(quantiles.millis(0.5)).isEqualTo(100);
    assertThat(quantiles.millis(0.99)).isEqualTo(198);
    assertThat(quantiles.millis(1)).isEqualTo(200);
    assertThat(quantiles).hasToString("p50 100.0 ms, p99 198.0 ms");
    assertThat(new Quantiles(List.of(7_000_000L)).millis(0.99)).isEqualTo(7);
    assertThatThrownBy(() -> new Quantiles(List.of())).hasMessageContaining("nothing");
  }

  @Test
  void bareJavacCompilesWhatTheForgeWouldCompile() {
    BareJavac javac = new BareJavac();
    for (int i = 0; i < 2; i++) {
      var spec = SpecReader.read(Json.write(new Variant(i).spec("bench_new")));
      var source = new TemplateSynthesizer().draft(spec, List.of()).orElseThrow();
      Map.Entry<String, String> file = source.files().entrySet().iterator().next();
      assertThat(javac.compile(file.getKey(), file.getValue()))
          .containsKey("forge_gen_bench_new.BenchNew");
    }
    assertThatThrownBy(() -> javac.compile("X.java", "class X { int y = z; }"))
        .hasMessageContaining("cannot find symbol");
  }

  @Test
  void aVariantKnowsItsOwnAnswer() {
    assertThat(new Variant(7).gave(new Reply(200, "{\"variant\":7}", 0))).isTrue();
    assertThat(new Variant(7).gave(new Reply(200, "{\"variant\":8}", 0))).isFalse();
    assertThat(new Variant(7).gave(new Reply(404, "{\"variant\":7}", 0))).isFalse();
  }

  @Test
  void optionsNameWhatIsWrong() {
    Map<String, String> flags = Map.of("--rounds", "300", "--url", "");
    Options options = Options.read(new String[] {"a.jsonl", "--rounds", "5"}, flags);
    assertThat(options.rest()).containsExactly("a.jsonl");
    assertThat(options.number("--rounds")).isEqualTo(5);
    assertThat(options.text("--url")).isEmpty();
    assertThatThrownBy(() -> Options.read(new String[] {"--round", "5"}, flags))
        .hasMessageContaining("unknown flag --round");
    assertThatThrownBy(() -> Options.read(new String[] {"--rounds"}, flags))
        .hasMessageContaining("--rounds needs a value");
    Options words = Options.read(new String[] {"--rounds", "many"}, flags);
    assertThatThrownBy(() -> words.number("--rounds")).hasMessageContaining("needs a number");
  }
}
