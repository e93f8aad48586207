// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import static org.assertj.core.api.Assertions.assertThat;

import forge.core.spec.SpecReader;
import forge.make.SkillSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextVersionTest {

  private static SkillSpec spec(String params, String returns) {
    String more = returns.isEmpty() ? "" : ",\"returns\":\"" + returns + "\"";
    return SpecReader.read("{\"name\":\"x\",\"params\":[" + params + "]" + more + "}");
  }

  private static String param(String shorthand) {
    String[] parts = shorthand.split(":");
    return "{\"name\":\"%s\",\"type\":\"%s\",\"required\":%s}"
        .formatted(parts[0], parts[1], parts.length > 2);
  }

  private static String params(String shorthand) {
    if (shorthand == null) return "";
    return String.join(
        ",", java.util.Arrays.stream(shorthand.split(" ")).map(NextVersionTest::param).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "a:int,a:int,,,1.2.4",
    "a:int,a:int b:int,,,1.3.0",
    "a:int,a:int b:int:r,,,2.0.0",
    "a:int:r,a:int,,,1.3.0",
    "a:int,a:int:r,,,2.0.0",
    "a:int,,,,2.0.0",
    "a:int,a:string,,,2.0.0",
    "a:int,a:int,,int,1.3.0",
    "a:int,a:int,int,string,2.0.0",
    "a:int,a:int,int,,2.0.0"
  })
  void tellsCallersWhatChanged(
      String before, String now, String returned, String returns, String next) {
    SkillSpec old = spec(params(before), returned == null ? "" : returned);
    SkillSpec fresh = spec(params(now), returns == null ? "" : returns);
    assertThat(NextVersion.after("1.2.3", old, fresh)).isEqualTo(next);
  }
}
