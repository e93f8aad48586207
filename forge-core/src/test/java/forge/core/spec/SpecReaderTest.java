// SPDX-License-Identifier: Apache-2.0
package forge.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import forge.make.Finding;
import forge.make.Origin;
import forge.make.Param;
import forge.make.Rejected;
import forge.make.SkillSpec;
import forge.make.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {

  @Test
  void readsTheSmallestSpec() {
    SkillSpec spec = SpecReader.read("{\"name\":\"x\"}");
    assertThat(spec.description()).isEmpty();
    assertThat(spec.params()).isEmpty();
    assertThat(spec.code().origin()).isEqualTo(Origin.TEMPLATE);
    assertThat(spec.dryRun()).isFalse();
    assertThat(spec.input()).containsEntry("additionalProperties", false);
  }

  @Test
  void readsEverything() {
    SkillSpec spec =
        SpecReader.read(
            """
            {"name":"x","description":"d","params":[
              {"name":"class","type":"string","required":true,"pattern":"[a-z]+"},
              {"name":"a-b","type":"int","default":3},
              {"name":"a_b","type":"List<Integer>"}],
             "body":"return 1;","returns":"int","budget":{"wall_ms":50},"dry_run":true,
             "examples":[{"input":{"class":"q"},"output":null},{"input":{},"error":"bad_input"}]}
            """);
    assertThat(spec.params()).extracting(Param::variable).containsExactly("class_", "a_b", "a_b_");
    assertThat(spec.params().get(1).alwaysThere()).isTrue();
    assertThat(spec.output()).containsEntry("type", "integer");
    assertThat(spec.budget().wall()).hasMillis(50);
    assertThat(spec.dryRun()).isTrue();
    assertThat(spec.examples()).hasSize(2);
    assertThat(spec.input()).containsEntry("required", List.of("class"));
  }

  @Test
  void itsOwnTextReadsBackToTheSameSpec() {
    String text = "{\"name\":\"x\",\"description\":\"\\u202e */ \\\\u002a\",\"dry_run\":true}";
    SkillSpec spec = SpecReader.read(text);
    SkillSpec again = SpecReader.read(spec.json());
    assertThat(again.description()).isEqualTo("\u202e */ \\u002a");
    assertThat(again.dryRun()).isFalse();
    assertThat(again.json()).isEqualTo(spec.json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|name|Skill name cannot be empty",
        "{\"name\":7}|name|must be a string",
        "{\"name\":\"A\"}|name|got: A",
        "{\"name\":\"x\",\"descripton\":\"\"}|descripton|unknown field 'descripton'",
        "{\"name\":\"x\",\"description\":7}|description|must be a string",
        "{\"name\":\"x\",\"params\":{}}|params|must be an array",
        "{\"name\":\"x\",\"params\":[7]}|params[0]|is an object",
        "{\"name\":\"x\",\"params\":[{\"type\":\"int\"}]}|params[0].name|needs a 'name'",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a b\",\"type\":\"int\"}]}|params[0].name|letters and digits",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a\"}]}|params[0].type|needs a 'type'",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a\",\"type\":\"banana\"}]}|params[0].type|unknown type 'banana'; use string",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a\",\"type\":\"int\",\"required\":\"yes\"}]}|params[0].required|true or false",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a\",\"type\":\"int\",\"requird\":true}]}|params[0].requird|unknown field 'requird'",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"a\",\"type\":\"int\"}]}|params[1].name|duplicate parameter 'a'",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"q\"}]}|params[0].default|must be an integer",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a\",\"type\":\"string\",\"pattern\":\"[\"}]}|params[0]|",
        "{\"name\":\"x\",\"params\":[{\"name\":\"a\",\"type\":\"string\",\"$ref\":\"http://h/\"}]}|params[0].$ref|unknown field",
        "{\"name\":\"x\",\"body\":\"return 1;\",\"source\":\"class X{}\"}|body|not both",
        "{\"name\":\"x\",\"body\":\"  \"}|body|is empty",
        "{\"name\":\"x\",\"returns\":\"banana\"}|returns|unknown type",
        "{\"name\":\"x\",\"returns\":{\"type\":7}}|returns|is no JSON Schema",
        "{\"name\":\"x\",\"examples\":[{}]}|examples[0]|either 'output' or 'error'",
        "{\"name\":\"x\",\"examples\":[{\"input\":[],\"output\":1}]}|examples[0].input|an object",
        "{\"name\":\"x\",\"examples\":[{\"error\":\"boom\"}]}|examples[0].error|failure's code",
        "{\"name\":\"x\",\"examples\":[{\"in\":{},\"output\":1}]}|examples[0].in|unknown field",
        "{\"name\":\"x\",\"dry_run\":1}|dry_run|true or false",
        "{\"name\":\"x\",\"grants\":[{\"http\":1}]}|grants|must be an object",
        "{\"name\":\"x\",\"budget\":{\"wall_ms\":0}}|budget.wall_ms|an integer from 1",
        "[]||a spec is a JSON object",
        "{\"name\":\"x\",\"name\":\"y\"}||stands twice",
        "{'name':'x'}||malformed JSON"
      })
  void saysWhatIsWrong(String text, String path, String message) {
    Rejected rejected = catchThrowableOfType(Rejected.class, () -> SpecReader.read(text));
    assertThat(rejected.stage()).isEqualTo(Stage.SPEC);
    Finding finding = rejected.findings().get(0);
    assertThat(finding.where()).isEqualTo(path == null ? "" : path);
    assertThat(finding.message()).contains(message == null ? "" : message);
  }

  @Test
  void tellsEverythingAtOnce() {
    Rejected rejected =
        catchThrowableOfType(
            Rejected.class,
            () ->
                SpecReader.read(
                    "{\"name\":\"A\",\"nope\":1,\"params\":[{\"name\":\"a\",\"type\":\"x\"}]}"));
    assertThat(rejected.findings())
        .extracting(Finding::where)
        .containsExactly("name", "nope", "params[0].type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":NaN}", "nul", "", "{\"name\":\"x\"} x", "{\"name\":\"x\",}"})
  void refusesWhatIsNoJson(String text) {
    assertThat(catchThrowableOfType(Rejected.class, () -> SpecReader.read(text))).isNotNull();
  }

  @Test
  void nestingHasAnEnd() {
    String deep = "{\"name\":\"x\",\"returns\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    assertThat(catchThrowableOfType(Rejected.class, () -> SpecReader.read(deep)))
        .hasMessageContaining("malformed JSON");
  }
}
