// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.api.SkillContext;
import forge.api.SkillName;
import forge.core.worker.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a worker asks for is read with care: it is done as it was asked, or it is malformed. */
class BrokerTest {

  /** One that has nothing but a variable. */
  private static final SkillContext CONTEXT =
      new SkillContext() {
        @Override
        public SkillName skill() {
          return new SkillName("asking");
        }

        @Override
        public Instant deadline() {
          return Instant.MAX;
        }

        @Override
        public void log(String message) {
          throw new IllegalStateException(message);
        }

        @Override
        public void progress(double fraction, String note) {
          throw new IllegalStateException(note);
        }

        @Override
        public String env(String name) {
          if (name.equals("broken")) throw new IllegalStateException("oops");
          return "of " + name;
        }
      };

  private static List<?> asked(Object... question) throws IOException {
    byte[] frame = Broker.of(Arrays.asList(question), CONTEXT).answer();
    return Wire.read(new ByteArrayInputStream(frame));
  }

  @Test
  void whatIsAskedIsDone() throws IOException {
    assertThat(asked(7L, "env", List.of("A")))
        .isEqualTo(List.of("answer", 7L, "", "", List.of(), "of A"));
    assertThat(asked(8L, "json", List.of("[1,null]")).get(5))
        .isEqualTo(List.of(Arrays.asList(1L, null)));
    assertThat(asked(9L, "json", List.of("[")).get(5)).isEqualTo(List.of());
  }

  @Test
  void aRefusalAndAFailureAreAnswers() throws IOException {
    assertThat(asked(1L, "files.read", List.of("a/b")).subList(1, 4))
        .isEqualTo(List.of(1L, "denied", "nothing is granted here"));
    assertThat(asked(1L, "skills.call", List.of("other", Map.of())).get(2)).isEqualTo("denied");
    assertThat(asked(1L, "env", List.of("broken")).subList(1, 4))
        .isEqualTo(List.of(1L, "broken", "oops"));
  }

  /** What a worker could not read would end it. */
  @Test
  void whatIsTooMuchForAWorkerIsRefused() throws IOException {
    String many = "[" + "0,".repeat(1_200_000) + "0]";
    assertThat(asked(1L, "json", List.of(many)).get(2)).isEqualTo("skill_error");
    String deep = "[".repeat(120) + "]".repeat(120);
    assertThat(asked(1L, "json", List.of(deep)).get(2)).isEqualTo("skill_error");
  }

  @Test
  void whatIsNoQuestionIsMalformed() {
    List<Object> wrong =
        new ArrayList<>(
            List.of(
                "env",
                List.of(),
                List.of(1L, "env"),
                List.of("1", "env", List.of("A")),
                List.of(1L, 2L, List.of("A")),
                List.of(1L, "env", "A"),
                List.of(1L, "env", List.of()),
                List.of(1L, "env", List.of(7L)),
                List.of(1L, "ENV", List.of("A")),
                List.of(1L, "files.format", List.of("A")),
                List.of(1L, "files.write", List.of("a", "text")),
                List.of(1L, "files.write", List.of("a")),
                List.of(1L, "knowledge.put", List.of("a")),
                List.of(1L, "knowledge.replace", List.of("a", 1L)),
                List.of(1L, "http.send", List.of("GET", "http://a/", List.of(), 1L)),
                List.of(1L, "skills.call", List.of("a", List.of())),
                List.of(1L, "json", List.of(Map.of()))));
    wrong.add(null);
    for (Object each : wrong)
      assertThatThrownBy(() -> Broker.of(each, CONTEXT))
          .as("%s", each)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("malformed");
  }

  @Test
  void anyValuesInAnyPlaceAreAnsweredOrMalformed() {
    Random random = new Random(20_261_123);
    List<Object> values =
        Arrays.asList(
            null, true, 1L, 2.5, "", "a/b", "GET", new byte[3], List.of(), List.of("a"), Map.of());
    List<String> words =
        List.of(
            "http.send",
            "json",
            "files.read",
            "files.exists",
            "files.list",
            "files.write",
            "files.delete",
            "knowledge.get",
            "knowledge.put",
            "knowledge.replace",
            "env",
            "skills.call",
            "log",
            "");
    for (int i = 0; i < 20_000; i++) {
      List<Object> with = new ArrayList<>();
      for (int k = random.nextInt(5); k > 0; k--)
        with.add(values.get(random.nextInt(values.size())));
      try {
        assertThat(asked(1L, words.get(random.nextInt(words.size())), with)).hasSize(6);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("malformed");
      }
    }
  }
}
