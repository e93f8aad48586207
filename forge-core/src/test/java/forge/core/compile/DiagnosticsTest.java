// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static org.assertj.core.api.Assertions.assertThat;

import forge.make.Finding;
import forge.make.Severity;
import forge.make.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {

  @Test
  void looksLikeJavac() {
    Finding symbol =
        new Finding(
            Stage.CLASSES,
            Severity.ERROR,
            "compiler.err.cant.resolve.location",
            "Words.java:12:9",
            "cannot find symbol\n  symbol:   variable x\n  location: class Words",
            "\tint i = x;");
    Finding old =
        new Finding(
            Stage.CLASSES,
            Severity.WARNING,
            "compiler.warn.has.been.deprecated.for.removal",
            "Words.java:1:1",
            "old",
            "a");
    assertThat(Diagnostics.text(List.of(symbol, old)))
        .isEqualTo(
            """
            Words.java:12: error: cannot find symbol
            \tint i = x;
            \t       ^
              symbol:   variable x
              location: class Words
            Words.java:1: warning: old
            a
            ^
            """);
  }

  @Test
  void needsNoPlaceAndNoLine() {
    assertThat(Diagnostics.text(List.of())).isEmpty();
    assertThat(
            Diagnostics.text(
                List.of(
                    Finding.error(Stage.SPEC, "bad", "params[0]", "is wrong"),
                    Finding.error(Stage.SPEC, "bad.word", "", ""))))
        .isEqualTo("params[0]: error: is wrong\nerror: bad.word\n");
  }

  @Test
  void takesWhateverAFindingHolds() {
    Finding odd =
        new Finding(Stage.BUNDLE, Severity.ERROR, "r", "A:1:999999999", "m", "short line");
    assertThat(Diagnostics.text(List.of(odd)))
        .isEqualTo("A:1: error: m\nshort line\n          ^\n");
    Finding far = Finding.error(Stage.BUNDLE, "r", "A:1:99999999999", "m");
    assertThat(Diagnostics.text(List.of(far))).isEqualTo("A:1:99999999999: error: m\n");
  }
}
