// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import forge.make.Rejected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SkillSourceTest {

  private static JsonObject spec(String source) {
    return JsonParser.parseString(SkillSource.spec(source)).getAsJsonObject();
  }

  @ParameterizedTest
  @CsvSource({
    "WordCount,word_count",
    "HTTPProbe2,http_probe2",
    "A,a",
    "parseJSON,parse_json",
    "X1y,x1y"
  })
  void aClassNameBecomesSnakeCase(String type, String name) {
    assertThat(SkillSource.snake(type)).isEqualTo(name);
  }

  @Test
  void commentsAndTextAreNotTakenForCode() {
    JsonObject spec =
        spec(
            """
            // package wrong; @SkillInfo(name = "wrong")
            /* public class Wrong */
            package right.one;
            @SkillInfo(description = "a \\"public class Wrong\\" // no", name = "ri" + "ght")
            public final class Right { char c = '"'; }
            """);
    assertThat(spec.get("name").getAsString()).isEqualTo("right");
    assertThat(spec.get("description").getAsString()).isEqualTo("a \"public class Wrong\" // no");
    assertThat(spec.get("source").getAsString().lines().toList())
        .contains("package forge_gen_right;", "// package wrong; @SkillInfo(name = \"wrong\")");
  }

  @Test
  void aSourceWithoutPackageGetsOneOnItsFirstLine() {
    assertThat(spec("public class Here {\n}").get("source").getAsString())
        .isEqualTo("package forge_gen_here; public class Here {\n}");
  }

  @Test
  void textBlocksAreReadAsJavaReadsThem() {
    String block = "\"\"\"\n      {\"type\":\"object\",\\\n      \"title\":\"x\\ty\"}\"\"\"";
    JsonObject spec = spec("@SkillInfo(input = " + block + ")\npublic class Block {}");
    assertThat(spec.getAsJsonObject("input").get("title").getAsString()).isEqualTo("x\ty");
  }

  @Test
  void whatIsNotWrittenOutIsRefused() {
    assertThatThrownBy(() -> spec("@SkillInfo(name = NAME) public class C {}"))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("as a literal");
    assertThatThrownBy(() -> spec("class C {}")).hasMessageContaining("no public class");
    assertThatThrownBy(() -> spec("public class Ä {}")).isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> spec("@SkillInfo(name = \"a")).isInstanceOf(Rejected.class);
  }
}
