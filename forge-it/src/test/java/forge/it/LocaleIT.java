// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.testkit.ForgeProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A skill writes numbers the same way wherever its gateway runs, in each tier. */
class LocaleIT {

  @TempDir Path data;

  @ParameterizedTest
  @ValueSource(strings = {"", "all"})
  void numbersAreWrittenAsEverywhere(String isolated) throws Exception {
    Map<String, String> egypt =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Duser.language=ar -Duser.country=EG", "FORGE_ISOLATE", isolated);
    try (ForgeProcess forge = ForgeProcess.start(data, egypt)) {
      Caller http = new Caller(forge.client());
      http.create(
              "name",
              "digits",
              "params",
              List.of(object("name", "n", "type", "integer")),
              "returns",
              "string",
              "body",
              "return \"%,d %.1f\".formatted(n, 0.5);")
          .ok();
      assertThat(http.call("digits", "n", 1234L).ok().value()).isEqualTo("1,234 0.5");
      forge.stop();
    }
  }
}
