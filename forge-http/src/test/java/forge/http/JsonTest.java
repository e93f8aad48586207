// SPDX-License-Identifier: Apache-2.0
package forge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static Object read(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String write(Object plain) {
    return new String(Json.write(plain), StandardCharsets.UTF_8);
  }

  @Test
  void readsPlainData() {
    assertThat(read(" {\"a\":[1,-2.5,true,null,\"x\"],\"b\":{}} "))
        .isEqualTo(Json.object("a", Arrays.asList(1L, -2.5, true, null, "x"), "b", Map.of()));
    assertThat(read("\ufeff{}")).isEqualTo(Map.of());
    assertThat(read("{\"z\":1,\"a\":2}")).hasToString("{z=1, a=2}");
    assertThat(read("\"\\u00e9\\n\\ud834\\udd1e ü\"")).isEqualTo("é\n𝄞 ü");
  }

  @Test
  void keepsNumbersAsExactAsTheyFit() {
    assertThat(read("0")).isEqualTo(0L);
    assertThat(read("-0")).isEqualTo(0L);
    assertThat(read("-0.0")).isEqualTo(-0.0);
    assertThat(read("1.0")).isEqualTo(1.0);
    assertThat(read("1e2")).isEqualTo(100.0);
    assertThat(read("0e999999")).isEqualTo(0.0);
    assertThat(read("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(read("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(read("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(read("1e400")).isEqualTo(new BigDecimal("1e400"));
    assertThat(read("-1e-400")).isEqualTo(new BigDecimal("-1e-400"));
    assertThat(read("9".repeat(1000))).isEqualTo(new BigInteger("9".repeat(1000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "nul",
        "NULL",
        "True",
        "NaN",
        "[NaN]",
        "Infinity",
        "-Infinity",
        "01",
        "+1",
        ".5",
        "1.",
        "0x10",
        "1 2",
        "{} x",
        "// c\n1",
        "/**/1",
        "#\n1",
        "\"\t\"",
        "\"\\x\"",
        "\"\\'\"",
        "\"\\u12g4\"",
        "\"open",
        "[1;2]",
        "{\"a\"=1}",
        "{\"a\":1;\"b\":2}",
        ")]}'\n1",
        "1e99999999999",
        "{\"a\" 1}",
        "{1:2}",
        "\"\\ud800\"",
        "[NaN"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ErrorAnswer.class)
        .hasMessageStartingWith("The body is not valid JSON at line ")
        .hasMessageNotContainingAny("gson", "Strictness", "$", "http");
  }

  @Test
  void refusesANumberWithoutEnd() {
    assertThatThrownBy(() -> read("1".repeat(4_000_000))).hasMessageContaining("not valid JSON");
    assertThatThrownBy(() -> read("0." + "1".repeat(9_999))).hasMessageContaining("not valid JSON");
  }

  @Test
  void namesAFieldThatIsThereTwice() {
    assertThatThrownBy(() -> read("{\"a\":{\"b\":1,\"b\":null}}")).hasMessageContaining("'b'");
    assertThatThrownBy(() -> read("{\"b\":null,\"\\u0062\":null}")).hasMessageContaining("'b'");
  }

  @Test
  void nestsAsDeepAsAllowed() {
    String open = "[".repeat(Json.MAX_DEPTH);
    String close = "]".repeat(Json.MAX_DEPTH);
    assertThat(write(read(open + close))).isEqualTo(open + close);
    assertThatThrownBy(() -> read("[" + open + close + "]")).hasMessageContaining("255 levels");
    assertThatThrownBy(() -> read("{\"a\":".repeat(10_000))).hasMessageContaining("255 levels");
    assertThatThrownBy(() -> read("[".repeat(1_000_000))).hasMessageContaining("255 levels");
  }

  @Test
  void saysWhereTextIsNotUtf8() {
    byte[] latin1 = "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Json.read(latin1)).hasMessageContaining("not UTF-8 at byte 6");
    byte[] halfPair = {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'};
    assertThatThrownBy(() -> Json.read(halfPair)).hasMessageContaining("at byte 1");
    byte[] cut = {'"', (byte) 0xe2, (byte) 0x82};
    assertThatThrownBy(() -> Json.text(cut)).hasMessageContaining("at byte 1");
    byte[] overlong = {'"', (byte) 0xc0, (byte) 0x80, '"'};
    assertThatThrownBy(() -> Json.text(overlong)).hasMessageContaining("at byte 1");
  }

  @Test
  void writesCompactly() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("n", null);
    map.put("list", List.of(1L, 2.5, true, "a<b>&'"));
    map.put("big", new BigDecimal("1e400"));
    map.put("int", new BigInteger("9".repeat(30)));
    map.put("none", Map.of());
    assertThat(write(map))
        .isEqualTo(
            "{\"n\":null,\"list\":[1,2.5,true,\"a<b>&'\"],\"big\":1E+400,\"int\":"
                + "9".repeat(30)
                + ",\"none\":{}}");
    assertThat(write(List.of((byte) 1, (short) 2, 3, 4f))).isEqualTo("[1,2,3,4.0]");
    assertThat(write(null)).isEqualTo("null");
  }

  @Test
  void writesEveryCharacterSoThatItComesBack() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c < 0x11000; c++)
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) all.appendCodePoint(c);
    all.appendCodePoint(Character.MAX_CODE_POINT);
    assertThat(read(write(all.toString()))).isEqualTo(all.toString());
    assertThat(write("\ud834x\udd1e\ud834")).isEqualTo("\"\\ud834x\\udd1e\\ud834\"");
    assertThat(write("\ud800\b\n\"\\")).isEqualTo("\"\\ud800\\u0008\\n\\\"\\\\\"");
    assertThat(write("é€𝄞")).isEqualTo("\"é€𝄞\"");
  }

  @Test
  void refusesToWriteWhatIsNoPlainData() {
    for (Object value : List.of(Double.NaN, Double.NEGATIVE_INFINITY, Float.NaN, new Object(), 'c'))
      assertThatThrownBy(() -> Json.write(List.of(value)))
          .isInstanceOf(IllegalArgumentException.class);
    List<Object> itself = new java.util.ArrayList<>();
    itself.add(itself);
    assertThatThrownBy(() -> Json.write(itself)).isInstanceOf(IllegalArgumentException.class);
  }
}
