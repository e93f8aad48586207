// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;

import forge.make.Finding;
import forge.make.Severity;
import forge.make.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalTextTest {

  @Test
  void printsAsJavacDoes() {
    var error =
        new Finding(
            Stage.CLASSES,
            Severity.ERROR,
            "compiler.err.cant.resolve.location",
            "Demo.java:12:9",
            "cannot find symbol\n  symbol:   variable foo\n  location: class Demo",
            "\treturn foo;");
    var warning =
        new Finding(Stage.CLASSES, Severity.WARNING, "w", "Demo.java:3:1", "unchecked", "x();");
    assertThat(RefusalText.compilerText(List.of(error, warning)))
        .isEqualTo(
            """
            Demo.java:12: error: cannot find symbol
            \treturn foo;
            \t       ^
              symbol:   variable foo
              location: class Demo
            Demo.java:3: warning: unchecked
            x();
            ^
            1 error
            1 warning
            """);
  }

  @Test
  void printsWhatHasNoPlaceInSource() {
    var rule = Finding.error(Stage.BUNDLE, "reach", "java/lang/Runtime", "may not be reached");
    var bare = Finding.error(Stage.STORE, "store", "", "");
    var line = Finding.error(Stage.CLASSES, "c", "Demo.java:7", "odd");
    assertThat(RefusalText.compilerText(List.of(rule, bare, line)))
        .isEqualTo(
            """
            java/lang/Runtime: error: may not be reached
            error:\s
            Demo.java:7: error: odd
            3 errors
            """);
    assertThat(RefusalText.compilerText(List.of())).isEmpty();
  }

  @Test
  void survivesAColumnBehindTheLine() {
    var odd = new Finding(Stage.CLASSES, Severity.ERROR, "c", "D.java:1:99999999", "odd", "int x");
    assertThat(RefusalText.compilerText(List.of(odd))).contains("int x\n     ^\n");
  }
}
