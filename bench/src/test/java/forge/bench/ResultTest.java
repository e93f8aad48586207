// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again, whole. */
class ResultTest {

  @TempDir Path folder;

  private Options options() {
    return new Options(
        Map.of("--rounds", "3", "--url", "", "--out", folder.resolve("x.json").toString()),
        List.of());
  }

  private Result measured() {
    return Result.of("x", "The letter x", options())
        .setting("rate", 200L)
        .add(Figure.of("Time", "forge", new Quantiles(List.of(1_000_000L, 3_000_000L))).atMost(1))
        .add(Figure.of("Time", "servlet", new Quantiles(List.of(2_000_000L))).ofPeer())
        .add(Figure.of("Throughput", "forge ÷ servlet", "×", 0.91234).atLeast(0.85))
        .add(Figure.of("Throughput", "failed", "", 0).atMost(0));
  }

  @Test
  void aResultIsWrittenAndReadAgain() throws IOException {
    measured().finish(options());
    Result read = Result.read(Files.readString(folder.resolve("x.json")));
    assertThat(read.figures()).isEqualTo(measured().figures());
    assertThat(read.name()).isEqualTo("x");
    assertThat(read.title()).isEqualTo("The letter x");
    assertThat(read.jdk()).isEqualTo(Runtime.version().feature());
    assertThat(read.date()).matches("\\d{4}-\\d\\d-\\d\\d");
    assertThat(read.machine().keySet().toString()).contains("cpu", "memory_gb", "java", "product");
    assertThat(read.settings()).isEqualTo(Map.of("rounds", "3", "rate", 200L));
  }

  @Test
  void aTargetIsMetOrNot() {
    assertThat(measured().isMet()).isTrue();
    assertThat(measured().add(Figure.of("Calls", "failed", "", 1).atMost(0)).isMet()).isFalse();
    assertThat(Figure.of("Calls", "ratio", "×", 0.84).atLeast(0.85).isMet()).isFalse();
    assertThat(Figure.of("Calls", "ratio", "×", 0.84).asked()).isEmpty();
    assertThat(Figure.of("Calls", "ratio", "×", 0.84).atLeast(0.85).asked()).isEqualTo("≥ 0.850");
  }

  @Test
  void numbersKeepTheDigitsThatCount() {
    assertThat(List.of(0.0, 0.08312, 1.234, 12.34, 123.4, 79_000.0, -0.5))
        .extracting(Figure::number)
        .containsExactly("0", "0.0831", "1.23", "12.3", "123", "79\u202f000", "-0.500");
    assertThat(Quantiles.rounded(0.912345)).isEqualTo(0.9123);
    assertThat(Quantiles.rounded(91234.6)).isEqualTo(91235);
  }

  @Test
  void aFileThatIsNoneSaysWhatIsMissing() {
    assertThatThrownBy(() -> Result.read("{\"name\":\"x\",\"settings\":{}}"))
        .hasMessageContaining("'title'");
    assertThatThrownBy(
            () ->
                Result.read(
                    "{\"name\":\"x\",\"title\":\"X\",\"settings\":{},"
                        + "\"figures\":[{\"plot\":\"p\",\"what\":\"w\",\"unit\":\"\"}]}"))
        .hasMessageContaining("w has neither");
  }
}
