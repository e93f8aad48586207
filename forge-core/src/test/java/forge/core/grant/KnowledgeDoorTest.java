// SPDX-License-Identifier: Apache-2.0
package forge.core.grant;

import static forge.core.grant.Reached.denied;
import static forge.core.grant.Reached.refused;
import static org.assertj.core.api.Assertions.assertThat;

import forge.api.Failure;
import forge.api.SkillKnowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeDoorTest {

  private static final String FACTS =
      "{\"knowledge\":{\"read\":[\"facts\",\"seen\"],\"write\":[\"facts\"]}}";

  @TempDir Path data;
  private Reached reached;
  private SkillKnowledge knowledge;

  @BeforeEach
  void open() throws IOException {
    reached = Reached.without(data);
    knowledge = reached.gates.knowledge(reached.access(FACTS));
  }

  @Test
  void keepsPlainDataForGood() throws IOException {
    assertThat(knowledge.get("facts")).isNull();
    knowledge.put("facts", Map.of("a", List.of(1, 2.5, true, "ü")));
    Reached again = Reached.without(data);
    Object kept = again.gates.knowledge(again.access(FACTS)).get("facts");
    assertThat(kept).isEqualTo(Map.of("a", List.of(1L, 2.5, true, "ü")));
    knowledge.put("facts", null);
    assertThat(knowledge.get("facts")).isNull();
  }

  @Test
  void saysWhichGrantIsMissing() {
    denied("add \"knowledge\":{\"write\":[\"seen\"]}", () -> knowledge.put("seen", 1));
    denied("add \"knowledge\":{\"read\":[\"other\"]}", () -> knowledge.get("other"));
    denied("\"write\":[\"seen\"]", () -> knowledge.replace("seen", null, 1));
    for (String slot : Arrays.asList("", "../facts", "facts.json", "FACTS", "facts\u0000", null))
      denied("is not granted", () -> knowledge.get(slot));
  }

  @Test
  void nothingButPlainDataIsKept() {
    record Point(int x) {}
    Iterable<Integer> endless = () -> IntStream.iterate(0, i -> i + 1).iterator();
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    refused(Failure.SKILL_ERROR, "give plain data", () -> knowledge.put("facts", new Point(1)));
    refused(Failure.SKILL_ERROR, "give plain data", () -> knowledge.put("facts", endless));
    refused(Failure.SKILL_ERROR, "give plain data", () -> knowledge.put("facts", new Object()));
    refused(
        Failure.SKILL_ERROR,
        "keys of a map",
        () -> knowledge.put("facts", Map.of(new Point(1), 1)));
    refused(Failure.SKILL_ERROR, "nests deeper", () -> knowledge.put("facts", itself));
    refused(Failure.SKILL_ERROR, "has no JSON", () -> knowledge.put("facts", Double.NaN));
    refused(
        Failure.SKILL_ERROR,
        "characters of JSON",
        () -> knowledge.put("facts", "x".repeat(KnowledgeDoor.MAX_VALUE)));
    assertThat(knowledge.get("facts")).isNull();
  }

  @Test
  void aReplacementIsForWhatItWas() {
    assertThat(knowledge.replace("facts", null, Map.of("n", 1))).isTrue();
    assertThat(knowledge.replace("facts", null, 2)).isFalse();
    assertThat(knowledge.replace("facts", Map.of("n", 1L), 2)).isTrue();
    assertThat(knowledge.get("facts")).isEqualTo(2L);
  }

  @Test
  void writersAtOnceLoseNothing() {
    knowledge.put("facts", 0);
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i -> {
              SkillKnowledge own = reached.gates.knowledge(reached.access(FACTS));
              Object before = own.get("facts");
              while (!own.replace("facts", before, (Long) before + 1)) {
                own = reached.gates.knowledge(reached.access(FACTS));
                before = own.get("facts");
              }
            });
    assertThat(knowledge.get("facts")).isEqualTo(40L);
  }

  @Test
  void writesHaveAnEnd() {
    for (int i = 0; i < 100; i++) knowledge.put("facts", i);
    refused(Failure.SKILL_ERROR, "may write 100 times", () -> knowledge.put("facts", 1));
  }

  @Test
  void aDamagedSlotSaysSo() throws IOException {
    Files.writeString(data.resolve("knowledge/facts.json"), "{\"half");
    refused(Failure.SKILL_ERROR, "is damaged", () -> knowledge.get("facts"));
    refused(Failure.SKILL_ERROR, "is damaged", () -> knowledge.replace("facts", 1, 2));
    knowledge.put("facts", 1);
    assertThat(knowledge.get("facts")).isEqualTo(1L);
  }
}
