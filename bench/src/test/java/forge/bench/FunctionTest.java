// SPDX-License-Identifier: Apache-2.0
package forge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.core.data.Json;
import forge.core.spec.SpecReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionTest {

  private static final String LINE =
      """
      {"id":"X/1","name":"addAll","description":"Adds.","params":[{"name":"items","type":"List<Integer>"}],\
      "returns":"int","body":"int sum = 0; for (int i : items) sum += i; return sum;",\
      "examples":[{"in":{"items":[1,2]},"out":3},{"in":{"items":[]},"out":0}]}""";

  @ParameterizedTest
  @CsvSource({
    "minCost,min_cost",
    "plain,plain",
    "findMaxLenEven,find_max_len_even",
    "toXML2Text,to_xml2_text",
    "sumOf3Numbers,sum_of3_numbers",
    "isURL,is_url"
  })
  void namesAreInSnakeCase(String camelCase, String snakeCase) {
    assertThat(Function.snakeCase(camelCase)).isEqualTo(snakeCase);
  }

  @Test
  void aLineBecomesASpecThatTheForgeTakes() {
    Function function = Function.read(LINE);
    var spec = SpecReader.read(Json.write(function.spec()));
    assertThat(spec.name()).hasToString("add_all");
    assertThat(spec.params()).singleElement().matches(param -> param.required());
    assertThat(spec.examples()).hasSize(2);
    assertThat(function.examples())
        .containsExactly(
            new Function.Example(Map.of("items", List.of(1L, 2L)), 3L),
            new Function.Example(Map.of("items", List.of()), 0L));
  }

  @Test
  void aLineThatIsNoFunctionSaysWhatIsMissing() {
    assertThatThrownBy(() -> Function.read("{\"name\":\"x\",\"examples\":[]}"))
        .hasMessageContaining("'description' must be there");
    assertThatThrownBy(() -> Function.read("[]")).hasMessageContaining("JSON object");
  }
}
