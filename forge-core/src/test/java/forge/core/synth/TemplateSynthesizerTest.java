// SPDX-License-Identifier: Apache-2.0
package forge.core.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.api.SkillName;
import forge.core.data.Json;
import forge.core.spec.SpecReader;
import forge.make.Rejected;
import forge.make.SkillSpec;
import forge.make.SourceSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateSynthesizerTest {

  private static SourceSet draft(String json) {
    return new TemplateSynthesizer().draft(SpecReader.read(json), List.of()).orElseThrow();
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = TemplateSynthesizerTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesAScaffold() throws IOException {
    String text =
        draft(
                """
                {"name":"salesforce_sentinel","description":"*/ static {} /* \\u002a/",
                 "params":[{"name":"org_id","type":"string","required":true},
                           {"name":"class","type":"number"}]}""")
            .files()
            .get("SalesforceSentinel.java");
    assertThat(text).isEqualTo(golden("SalesforceSentinel.txt"));
  }

  @Test
  void writesABody() throws IOException {
    String text =
        draft(
                """
                {"name":"min_cost","returns":"int","body":"return cost.get(0).get(m); // first",
                 "params":[{"name":"cost","type":"List<List<Integer>>","required":true},
                           {"name":"m","type":"int","default":0}]}""")
            .files()
            .get("MinCost.java");
    assertThat(text).isEqualTo(golden("MinCost.txt"));
  }

  @ParameterizedTest
  @CsvSource({
    "salesforce_sentinel,SalesforceSentinel",
    "list,ListSkill",
    "skill,SkillSkill",
    "string,StringSkill",
    "class,ClassSkill",
    "array_list,ArrayListSkill",
    "greeter,Greeter"
  })
  void aClassHidesNothingThatSourceUses(String name, String type) {
    assertThat(JavaNames.className(new SkillName(name))).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "package p; public final class Foo {}|Foo.java",
        "// public class A {}\\n/* public class B {} */ String s = \"public class C\"; class D {}|X.java",
        "class Helper {} public record Bar(int a) {}|Bar.java",
        "not java|X.java"
      })
  void theFileIsNamedAfterThePublicType(String source, String file) {
    String json = "{\"name\":\"x\",\"source\":\"" + source.replace("\"", "\\\"") + "\"}";
    SkillSpec spec = SpecReader.read(json);
    assertThat(JavaNames.fileName(spec)).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return 1; } static { System.exit(3); } int x() { return 2;",
        "return 1; \\u007d static \\u007b \\u007d void x() \\u007b",
        "String s = \"{\"; } void x() { return 1;",
        "/* { */ } void x() { return 1;",
        "char c = '{'; } void x() { return 1;"
      })
  void aBodyCannotCloseItsMethod(String body) {
    String json = Json.write(Map.of("name", "x", "body", body));
    assertThatThrownBy(() -> draft(json))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("closes a brace that it did not open");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (a) { return \"}\"; } else { return '}'; } // }",
        "/* } */ return \"\"\"\n } \\\"\"\" } \"\"\";",
        "return \"\\\\u007d\";",
        "return \"\\\"}\";"
      })
  void bracesInTextsAreNone(String body) {
    assertThat(draft(Json.write(Map.of("name", "x", "body", body))).files()).hasSize(1);
  }

  @Test
  void aCommentOfAMegabyteIsRead() {
    String body = "/* " + "* x".repeat(300_000) + " */ return 1;";
    assertThat(draft(Json.write(Map.of("name", "x", "body", body))).files()).hasSize(1);
    String source = "/* " + "* x".repeat(300_000) + " */ public class Foo {}";
    String json = Json.write(Map.of("name", "x", "source", source));
    assertThat(draft(json).files()).containsKey("Foo.java");
  }
}
