// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  @TempDir Path folder;

  @Test
  void itIsThereAfterARestartAndALineThatWasCutShortIsNot() throws IOException {
    Path file = folder.resolve("store/drop.jsonl");
    Ledger ledger = new Ledger(file);
    ledger.took("a.jar", "d1", "skill_a", "b1");
    ledger.took("a.jar", "d2", "skill_a", "b2");
    ledger.took("b.jar", "d3", "skill_b", "b3");
    ledger.gone("b.jar");
    Files.writeString(file, "{\"file\":\"c.jar\",\"dig", StandardOpenOption.APPEND);

    Ledger again = new Ledger(file);

    assertThat(again.files()).containsExactly("a.jar");
    assertThat(again.find("a.jar").orElseThrow().bundles()).containsExactly("b1", "b2");
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void theFileThatGaveASkillLastOwnsIt() throws IOException {
    Ledger ledger = new Ledger(folder.resolve("drop.jsonl"));
    ledger.took("a.jar", "d", "skill_a", "b1");
    ledger.took("b.jar", "d", "skill_a", "b2");
    assertThat(ledger.owner("skill_a")).contains("b.jar");
    assertThat(ledger.find("a.jar").orElseThrow().owner()).isFalse();
    assertThat(ledger.find("b.jar").orElseThrow().bundles()).containsExactly("b1", "b2");
  }
}
