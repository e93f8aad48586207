// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceTextTest {

  @Test
  void linesEndWithAnyOfTheThreeBreaks() {
    SourceText source = new SourceText("A.java", "ab\ncd\r\nef\rgh\n\nij");
    assertThat(IntStream.of(0, 2, 3, 5, 6, 7, 9, 10, 13, 14, 16).mapToObj(source::place))
        .extracting(place -> place.substring("A.java:".length()))
        .containsExactly(
            "1:1", "1:3", "2:1", "2:3", "2:3", "3:1", "3:3", "4:1", "5:1", "6:1", "6:3");
    assertThat(IntStream.of(0, 4, 8, 11, 13, 15).mapToObj(source::excerpt))
        .containsExactly("ab", "cd", "ef", "gh", "", "ij");
  }

  @Test
  void aPlaceOutsideIsShownAtTheNearestEnd() {
    SourceText source = new SourceText("A.java", "ab");
    assertThat(source.place(99)).isEqualTo("A.java:1:3");
    assertThat(source.place(-1)).isEqualTo("A.java:1:1");
    assertThat(new SourceText("A.java", "").place(0)).isEqualTo("A.java:1:1");
  }

  @Test
  void theCaretIsFoundInACutLine() {
    String line = "x".repeat(500) + "!" + "y".repeat(500);
    for (int pad : new int[] {0, 50, 300}) {
      SourceText source = new SourceText("A.java", line.substring(500 - pad));
      String excerpt = source.excerpt(pad);
      assertThat(excerpt.charAt(SourceText.indexOf(pad + 1, excerpt))).isEqualTo('!');
    }
  }
}
