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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens is told, in order, with who and what; and no line of it can be changed unseen. */
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
  void namesALineThatIsNotWhatItWas() throws Exception {
    for (int i = 0; i < 4; i++) http().createBody("chained", "return " + i + ";");
    long lines = (Long) http().get(AUDIT + "/verify").field("lines");
    List<Consumer<List<String>>> attacks =
        List.of(
            all -> all.set(2, all.get(2).replace("anonymous", "nobody_at_all")),
            all -> all.remove(2),
            all -> Collections.swap(all, 2, 3));
    Path file = file();
    String whole = Files.readString(file);
    for (Consumer<List<String>> attack : attacks) {
      FORGE.restart(() -> attacked(file, attack));
      Reply verdict = http().get(AUDIT + "/verify");
      assertThat(verdict.field("ok")).as(verdict.text()).isEqualTo(false);
      assertThat(verdict.field("broken_line")).isEqualTo(3L);
      FORGE.restart(() -> write(file, whole));
    }
    assertThat(http().get(AUDIT + "/verify").json())
        .containsEntry("ok", true)
        .containsEntry("lines", lines);
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
