// SPDX-License-Identifier: Apache-2.0
package forge.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.api.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataTest {

  @Test
  void readsNumbersWithoutLoss() {
    assertThat(Json.read("[1,-0,9223372036854775807,9223372036854775808,1.5,1e400]"))
        .isEqualTo(
            List.of(
                1L,
                0L,
                Long.MAX_VALUE,
                new BigInteger("9223372036854775808"),
                1.5,
                new BigDecimal("1e400")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "[1,]", "{'a':1}", "{\"a\":1,\"a\":2}", "1 2", "", "01", "\"\n\""})
  void refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesEndlessNestingAndEndlessDigits() {
    assertThatThrownBy(() -> Json.read("[".repeat(10_000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.read("9".repeat(1_000_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesWhatItReads() {
    String text = "{\"a\":[1,2.5,null,true,\"<é\\n\"],\"b\":{}}";
    assertThat(Json.write(Json.read(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|1.0|true",
        "1|2|false",
        "0.1|0.10000000001|true",
        "0.1|0.1001|false",
        "9007199254740993|9007199254740992|false",
        "{\"a\":1,\"b\":2}|{\"b\":2,\"a\":1}|true",
        "[1,2]|[2,1]|false",
        "null|null|true",
        "null|false|false",
        "\"1\"|1|false",
        "{\"a\":null}|{}|false"
      })
  void comparesAsJson(String a, String b, boolean same) {
    assertThat(Same.json(Json.read(a), Json.read(b))).isEqualTo(same);
    assertThat(Same.json(Json.read(b), Json.read(a))).isEqualTo(same);
  }

  record Point(int x, double[] y) {}

  @Test
  void makesPlainDataOfWhatSkillsAnswer() {
    Map<Object, Object> answer = new HashMap<>();
    answer.put(7, new Point(1, new double[] {2}));
    assertThat(Plain.of(answer)).isEqualTo(Map.of("7", Map.of("x", 1L, "y", List.of(2.0))));
    assertThat(Plain.of(new int[] {1})).isEqualTo(List.of(1L));
    assertThat(Plain.of(Set.of('c'))).isEqualTo(List.of("c"));
    assertThat(Plain.of(Arrays.asList((Object) null))).isEqualTo(Arrays.asList((Object) null));
    assertThat(Plain.of(0.1f)).isEqualTo(0.1);
  }

  @Test
  void refusesWhatHasNoJson() {
    List<Object> endless = new ArrayList<>();
    endless.add(endless);
    for (Object value : List.of(Double.NaN, Float.POSITIVE_INFINITY, new Object(), endless))
      assertThatThrownBy(() -> Plain.of(value)).isInstanceOf(IllegalArgumentException.class);
  }

  @SuppressWarnings("unchecked")
  private static List<Problem> check(String schema, String value) {
    return Schema.of((Map<String, Object>) Json.read(schema)).check(Json.read(value));
  }

  @Test
  void holdsValuesAgainstASchema() {
    String schema =
        """
        {"type":"object","properties":{"n":{"type":"integer","minimum":1},
         "rows":{"type":"array","items":{"type":"string"}}},
         "required":["n"],"additionalProperties":false}""";
    assertThat(check(schema, "{\"n\":1.0,\"rows\":[\"a\"]}")).isEmpty();
    assertThat(check(schema, "{}")).containsExactly(new Problem("n", "is required (integer)"));
    assertThat(check(schema, "{\"n\":0}")).containsExactly(new Problem("n", "must be at least 1"));
    assertThat(check(schema, "{\"n\":1,\"rows\":[\"a\",2]}"))
        .containsExactly(new Problem("rows[1]", "must be a string, got a number"));
    assertThat(check(schema, "{\"n\":1,\"m\":1}"))
        .containsExactly(new Problem("m", "is unknown; it takes n, rows"));
  }

  @Test
  void theRestOfJsonSchemaHoldsToo() {
    String schema =
        """
        {"type":"object","properties":{"s":{"type":"string","pattern":"^[a-z]+$","maxLength":3},
         "e":{"enum":[1,"x"]},"u":{"type":"array","uniqueItems":true}}}""";
    assertThat(check(schema, "{\"s\":\"abc\",\"e\":1,\"u\":[1,2]}")).isEmpty();
    for (String bad : List.of("{\"s\":\"abcd\"}", "{\"s\":\"A\"}", "{\"e\":2}", "{\"u\":[1,1]}"))
      assertThat(check(schema, bad)).as(bad).isNotEmpty();
    assertThat(check(schema, "{\"s\":\"A\"}").get(0).path()).isEqualTo("s");
  }

  @Test
  void refusesWhatIsNoSchema() {
    for (String bad :
        List.of("{\"type\":\"banana\"}", "{\"pattern\":\"[\"}", "{\"minimum\":\"x\"}"))
      assertThatThrownBy(() -> check(bad, "1"))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
  }
}
