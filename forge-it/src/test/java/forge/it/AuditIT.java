// SPDX-License-Identifier: Apache-2.0
package forge.it;

import static forge.it.Caller.object;
import static org.assertj.core.api.Assertions.assertThat;

import forge.it.Caller.Reply;
import forge.testkit.ForgeFramework;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens is told, in order, with who and what; and no line of it can be changed unseen. */
@Tag("same-on-every-jdk")
class AuditIT {

  @RegisterExtension static final ForgeFramework FORGE = ForgeFramework.ofProduct();

  private static final String AUDIT = "/api/v1/forge/audit";

  private static Caller http() {
    return new Caller(FORGE.client());
  }

  private static List<Map<String, Object>> after(long seq) {
    return http().get(AUDIT + "?after=" + seq + "&limit=1000").objects("events");
  }

  private static long last() {
    List<Map<String, Object>> events = after(0);
    return events.isEmpty() ? 0 : (Long) events.get(events.size() - 1).get("seq");
  }

  @Test
  void everythingThatChangesIsTold() {
    long before = last();
    Reply created = http().createBody("watched", "return 1;");
    http().createBody("watched", "return x;");
    http().createBody("watched", "return 2;");
    http().post("/api/v1/skills/watched/rollback", object("version", "1.0.0"));
    http().post("/api/v1/forge/hot-reload/disable");
    http().createBody("watched", "return 3;");
    http().post("/api/v1/forge/hot-reload/enable");
    http().post("/api/v1/forge/safety", object("enabled", true));
    String digest = (String) http().createBody("watched", "return 4;").field("digest");
    http().post("/api/v1/forge/approvals/" + digest, object("decision", "approve"));
    digest = (String) http().createBody("watched", "return 5;").field("digest");
    http().post("/api/v1/forge/approvals/" + digest, object("decision", "reject", "reason", "no"));
    http().post("/api/v1/forge/safety", object("enabled", false));
    http().post("/api/v1/forge/halt", object("reason", "fire"));
    http().post("/api/v1/forge/resume");
    http().delete("/api/v1/skills/watched");

    List<Map<String, Object>> events = after(before);
    assertThat(events)
        .extracting(event -> event.get("event"))
        .containsExactly(
            "created",
            "activated",
            "refused",
            "created",
            "activated",
            "rolled_back",
            "switched",
            "created",
            "pending",
            "switched",
            "switched",
            "created",
            "awaiting_approval",
            "approved",
            "activated",
            "created",
            "awaiting_approval",
            "rejected",
            "switched",
            "halted",
            "resumed",
            "retired");
    assertThat(events).allSatisfy(event -> assertThat(event).containsEntry("door", "http"));
    assertThat(events.get(0))
        .containsEntry("skill_name", "watched")
        .containsEntry("version", "1.0.0")
        .containsEntry("sha256", created.field("sha256"))
        .containsEntry("who", "anonymous");
    assertThat(http().get(AUDIT + "/verify").field("ok")).isEqualTo(true);
  }

  @Test
  void readsInPages() {
    for (int i = 0; i < 5; i++) http().createBody("paged", "return " + i + ";");
    long end = last();
    List<Object> seen = new ArrayList<>();
    for (long at = 0; at < end; ) {
      List<Map<String, Object>> page =
          http().get(AUDIT + "?after=" + at + "&limit=3").objects("events");
      assertThat(page).hasSizeBetween(1, 3);
      page.forEach(event -> seen.add(event.get("seq")));
      at = (Long) page.get(page.size() - 1).get("seq");
    }
    assertThat(seen).hasSize((int) end).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void tellsWhoAndFromWhichDoorAndWhy() {
    long before = last();
    Caller ada = http().as("Ada Lovelace");
    Reply created = ada.createBody("signed", "return 1;").ok();
    ada.createBody("signed", "return missing;");
    ada.post("/api/v1/forge/create", "{}");
    ada.hotReload(true).ok();
    ada.halt("a drill").ok();
    ada.resume().ok();
    ada.retire("signed").ok();
    List<Map<String, Object>> events = after(before);
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(event)
                    .containsEntry("who", "Ada Lovelace")
                    .containsEntry("door", "http")
                    .containsKeys("at", "hash", "seq"));
    assertThat(events)
        .extracting(event -> event.get("event") + ": " + event.get("skill_name"))
        .containsExactly(
            "created: signed",
            "activated: signed",
            "refused: signed",
            "refused: ",
            "switched: ",
            "halted: ",
            "resumed: ",
            "retired: signed");
    assertThat((String) events.get(2).get("detail")).contains("cannot find symbol");
    assertThat(events.get(4)).containsEntry("detail", "hot-reload on");
    assertThat(events.get(5)).containsEntry("detail", "a drill");
    assertThat(events.get(7)).containsEntry("sha256", created.field("sha256"));
  }

  @Test
  void aNameCannotForgeALine() {
    long before = last();
    http().as("eve\\\",\"event\":\"approved").createBody("quoted", "return 1;").ok();
    http().halt("two\nlines \u2028 \" and a quote").ok();
    http().resume().ok();
    List<Map<String, Object>> events = after(before);
    assertThat(events)
        .extracting(event -> event.get("event"))
        .containsExactly("created", "activated", "halted", "resumed");
    assertThat(events.get(0).get("who")).asString().contains("approved");
    assertThat(http().get(AUDIT + "/verify").field("ok")).isEqualTo(true);
  }

  @Test
  void aPageThatIsNoneIsRefused() {
    for (String query : List.of("after=-1", "after=x", "limit=0", "limit=x", "limit=1001"))
      assertThat(http().get(AUDIT + "?" + query).status()).as(query).isEqualTo(400);
    Reply beyond = http().get(AUDIT + "?after=999999999").ok();
    assertThat(beyond.json()).containsEntry("count", 0L).doesNotContainKey("next_after");
  }

  /** What somebody may do to the lines of the file, and the line that is named then. */
  enum Attack {
    CHANGED(3, lines -> lines.set(2, lines.get(2).replace("\"at\":\"20", "\"at\":\"19"))),
    CHANGED_HASH(3, lines -> lines.set(2, lines.get(2).replaceFirst("(\"hash\":\")..", "$1zz"))),
    REMOVED(3, lines -> lines.remove(2)),
    FIRST_REMOVED(1, lines -> lines.remove(0)),
    REORDERED(3, lines -> Collections.swap(lines, 2, 3)),
    REPEATED(4, lines -> lines.add(3, lines.get(2))),
    INSERTED(3, lines -> lines.add(2, "{}")),
    RUBBISH(3, lines -> lines.set(2, ",\"hash\":\""));

    private final long named;
    private final Consumer<List<String>> deed;

    Attack(long named, Consumer<List<String>> deed) {
      this.named = named;
      this.deed = deed;
    }
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void namesALineThatIsNotWhatItWas(Attack attack) throws Exception {
    for (int i = 0; i < 3; i++) http().createBody("chained", "return " + i + ";").ok();
    long lines = (Long) http().get(AUDIT + "/verify").ok().field("lines");
    Path file = file();
    String whole = Files.readString(file);
    try {
      FORGE.restart(() -> attacked(file, attack.deed));
      Reply verdict = http().get(AUDIT + "/verify").ok();
      assertThat(verdict.json())
          .containsEntry("ok", false)
          .containsEntry("broken_line", attack.named);
      assertThat(verdict.message()).contains("Line " + attack.named);
      http().get(AUDIT).ok();
    } finally {
      FORGE.restart(() -> write(file, whole));
    }
    assertThat(http().get(AUDIT + "/verify").json())
        .containsEntry("ok", true)
        .containsEntry("lines", lines);
  }

  /** The last lines can be missed only by who knows that they were there. */
  @Test
  void namesLinesThatWereTakenFromTheEndWhileItRuns() throws Exception {
    for (int i = 0; i < 3; i++) http().createBody("shortened", "return " + i + ";").ok();
    long lines = (Long) http().get(AUDIT + "/verify").ok().field("lines");
    Path file = file();
    String whole = Files.readString(file);
    attacked(file, all -> all.subList(all.size() - 2, all.size()).clear());
    try {
      assertThat(http().get(AUDIT + "/verify").json())
          .containsEntry("ok", false)
          .containsEntry("broken_line", lines - 1);
    } finally {
      write(file, whole);
    }
    assertThat(http().get(AUDIT + "/verify").field("ok")).isEqualTo(true);
  }

  private static Path file() throws IOException {
    try (Stream<Path> files = Files.list(FORGE.data().resolve("audit"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  private static void attacked(Path file, Consumer<List<String>> attack) {
    List<String> lines = new ArrayList<>(read(file).lines().toList());
    attack.accept(lines);
    write(file, String.join("\n", lines) + "\n");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
