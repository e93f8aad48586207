// SPDX-License-Identifier: Apache-2.0
package forge.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.core.audit.AuditLog.Told;
import forge.live.AuditTrail.Verdict;
import forge.live.ForgeEvent;
import forge.live.ForgeEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

  private static final long SMALL = 2_000;

  @TempDir Path folder;
  private AuditLog log;

  @BeforeEach
  void writeThirtyEventsIntoSeveralFiles() throws IOException {
    log = new AuditLog(folder, SMALL);
    for (int i = 1; i <= 30; i++)
      log.append(
          List.of(
              new Told(Kind.ACTIVATED, "skill_" + i, "1.0.0", "ab", "ada \"x\"", "http", "\n")));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void readsInPagesThroughAllFiles() throws IOException {
    assertThat(files()).hasSizeGreaterThan(3);
    assertThat(log.read(0, 7))
        .extracting(ForgeEvent::seq)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(log.read(28, 7))
        .extracting(ForgeEvent::skill)
        .containsExactly("skill_29", "skill_30");
    assertThat(log.read(30, 7)).isEmpty();
    for (long after = 0; after < 30; after++)
      assertThat(log.read(after, 1).get(0).seq()).isEqualTo(after + 1);
    assertThat(log.verify()).isEqualTo(new Verdict(30, Optional.empty(), ""));
  }

  @Test
  void goesOnAfterARestart() throws IOException {
    log.close();
    AuditLog again = new AuditLog(folder, SMALL);
    again.append(List.of(Told.of(Kind.HALTED, "", "ada", "http", "fire")));
    assertThat(again.read(30, 9)).extracting(ForgeEvent::kind).containsExactly(Kind.HALTED);
    assertThat(again.verify()).isEqualTo(new Verdict(31, Optional.empty(), ""));
  }

  @Test
  void keepsNothingWhenWhatGoesBesideItFails() throws IOException {
    List<Told> told = List.of(Told.of(Kind.HALTED, "", "ada", "http", "fire"));
    assertThatThrownBy(
            () ->
                log.append(
                    told,
                    number -> {
                      throw new OutOfMemoryError("no thread");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(log.read(30, 9)).isEmpty();
    assertThat(log.append(told)).isEqualTo(31);
    assertThat(log.verify()).isEqualTo(new Verdict(31, Optional.empty(), ""));
  }

  @Test
  void namesAChangedLine() throws IOException {
    Path file = files().get(1);
    long first = Long.parseLong(file.getFileName().toString().substring(0, 12));
    Files.writeString(file, Files.readString(file).replaceFirst("skill_" + first, "skill_x"));
    assertThat(log.verify().broken()).contains(first);
  }

  @Test
  void namesARemovedLine() throws IOException {
    Path file = files().get(1);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.remove(0);
    Files.write(file, lines);
    assertThat(log.verify().broken()).isPresent();
  }

  @Test
  void namesLinesThatChangedPlaces() throws IOException {
    Path file = files().get(0);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    Collections.swap(lines, 1, 2);
    Files.write(file, lines);
    assertThat(log.verify().broken()).contains(2L);
  }

  @Test
  void namesAMissingFileAndAMissingEnd() throws IOException {
    List<Path> files = files();
    Files.delete(files.get(files.size() - 1));
    assertThat(log.verify().why()).contains("missing");
    Files.delete(files.get(1));
    assertThat(log.verify().broken()).isPresent();
  }

  @Test
  void aLineForgedWithARightHashOfItsOwnBreaksTheNext() throws IOException {
    Path file = files().get(0);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    ForgeEvent second = AuditLine.read(lines.get(1));
    lines.set(
        1,
        AuditLine.write(
            2, second.at(), Told.of(Kind.ACTIVATED, "evil", "eve", "http", ""), second.previous()));
    Files.write(file, lines);
    assertThat(log.verify().broken()).contains(3L);
  }

  @Test
  void aLineThatACrashCutShortIsCutOff() throws IOException {
    log.close();
    List<Path> files = files();
    Files.writeString(
        files.get(files.size() - 1), "{\"seq\":31,\"at\":\"2026", StandardOpenOption.APPEND);
    AuditLog again = new AuditLog(folder, SMALL);
    again.append(List.of(Told.of(Kind.RESUMED, "", "ada", "http", "")));
    assertThat(again.verify()).isEqualTo(new Verdict(31, Optional.empty(), ""));
  }
}
