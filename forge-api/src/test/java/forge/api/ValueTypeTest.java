// SPDX-License-Identifier: Apache-2.0
package forge.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "string;String;String",
        "integer;long;Long",
        "number;double;Double",
        "boolean;boolean;Boolean",
        "array;List<Object>;List<Object>",
        "object;Map<String, Object>;Map<String, Object>",
        "any;Object;Object",
        "int;int;Integer",
        "Integer;Integer;Integer",
        "List<List<Integer>>;List<List<Integer>>;List<List<Integer>>",
        "HashMap<Integer, String>;HashMap<Integer, String>;HashMap<Integer, String>",
        "Map<String,List<Double>>;Map<String, List<Double>>;Map<String, List<Double>>"
      })
  void knowsItsJavaNames(String text, String plain, String boxed) {
    assertThat(ValueType.of(text).javaType()).isEqualTo(plain);
    assertThat(ValueType.of(text).boxedType()).isEqualTo(boxed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "banana",
        "",
        "List",
        "List<int>",
        "List<string>",
        "List<Integer",
        "List<Integer>>",
        "Map<Integer>",
        "Map<List<String>,String>",
        "String;",
        "java.util.List<String>",
        "List<String>{",
        "\u0130nteger"
      })
  void refusesWhatIsNotInTheSet(String text) {
    assertThatThrownBy(() -> ValueType.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use string, integer, number, boolean, array, object or any");
  }

  @Test
  void refusesTypesThatNestWithoutEnd() {
    String deep = "List<".repeat(5_000) + "String" + ">".repeat(5_000);
    assertThatThrownBy(() -> ValueType.of(deep)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void convertsToWhatABodyMayChange() {
    List<List<Integer>> rows =
        ValueType.<List<List<Integer>>>of("List<List<Integer>>")
            .convert(List.of(List.of(1L, 2.0), List.of()), "rows");
    rows.get(1).add(3);
    assertThat(rows).containsExactly(List.of(1, 2), new ArrayList<>(List.of(3)));
    Map<Integer, String> byNumber =
        ValueType.<HashMap<Integer, String>>of("HashMap<Integer,String>")
            .convert(Map.of("7", "x"), "m");
    assertThat(byNumber).containsEntry(7, "x").isInstanceOf(HashMap.class);
    assertThat((Object) ValueType.of("HashSet<String>").convert(List.of("a", "a"), "s"))
        .isInstanceOf(HashSet.class)
        .isEqualTo(new HashSet<>(List.of("a")));
  }

  @ParameterizedTest
  @CsvSource({
    "int,2147483648,must fit in 32 bits",
    "int,1.5,must be an integer",
    "integer,9223372036854775808,must fit in 64 bits",
    "integer,1e400,must fit in 64 bits",
    "number,1e400,is too large"
  })
  void refusesNumbersThatDoNotFit(String type, String number, String message) {
    assertThatThrownBy(() -> ValueType.of(type).convert(new BigDecimal(number), "n"))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_INPUT))
        .hasMessageContaining(message);
  }

  @Test
  void numbersOfNoTypeAreOfTheSmallestBox() {
    Object mixed = ValueType.of("any").convert(List.of(1L, 1L << 40, 1.5), "x");
    assertThat(mixed).isEqualTo(List.of(1, 1L << 40, 1.5));
  }

  @Test
  void namesTheElementThatDoesNotFit() {
    assertThatThrownBy(
            () -> ValueType.of("List<List<Integer>>").convert(List.of(List.of(1L, "x")), "cost"))
        .hasMessageContaining("'cost[0][1]' must be an integer, got a string");
  }
}
