// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.api.SkillName;
import forge.core.data.Digest;
import forge.core.spec.SpecReader;
import forge.live.Halt;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.SkillBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkillStoreTest {

  private static final SkillName NAME = new SkillName("x");

  @TempDir Path data;

  private static SkillBundle bundle(String content) {
    byte[] bytes = content.getBytes();
    return new SkillBundle(NAME, "1.0.0", Origin.BODY, bytes, Digest.sha256(bytes));
  }

  private static StoredSkill.Version version(SkillBundle bundle) {
    return new StoredSkill.Version(
        bundle.version(),
        bundle.sha256(),
        bundle.origin(),
        "skills/x/X.java",
        "ada",
        "http",
        Instant.parse("2026-01-01T00:00:00Z"),
        SpecReader.read("{\"name\":\"x\"}"));
  }

  @Test
  void isTheSameAfterARestart() throws IOException {
    SkillStore store = new SkillStore(data);
    SkillBundle bundle = bundle("jar");
    StoredSkill skill =
        StoredSkill.unborn(NAME).withLive(version(bundle)).withPending(version(bundle));
    store.keep(bundle);
    store.keep(skill, 1);
    Halt.Order order = new Halt.Order("fire", "ada", Instant.parse("2026-01-01T00:00:00Z"));
    store.change(switches -> switches.withHotReload(false).withHalt(Optional.of(order)), () -> {});
    SkillStore again = new SkillStore(data);
    assertThat(again.names()).containsExactly(NAME);
    assertThat(again.find(NAME)).contains(skill);
    assertThat(again.waiting()).containsExactly(NAME);
    assertThat(again.switches()).isEqualTo(new Switches(false, false, Optional.of(order)));
    assertThat(again.bundle(NAME, version(bundle)).bytes()).isEqualTo(bundle.bytes());
    again.keep(skill.withNone(), 1);
    assertThat(new SkillStore(data).find(NAME).orElseThrow().current()).isEmpty();
    assertThat(new SkillStore(data).waiting()).isEmpty();
  }

  @Test
  void aDamagedRecordIsNamedAndTheRestIsThere() throws IOException {
    SkillStore store = new SkillStore(data);
    store.keep(StoredSkill.unborn(NAME).withLive(version(bundle("jar"))), 1);
    Files.writeString(data.resolve("store/skills/y.jsonl"), "{\"format\":1\n");
    SkillStore again = new SkillStore(data);
    assertThat(again.find(NAME)).isPresent();
    assertThat(again.find(new SkillName("y"))).isEmpty();
    assertThat(again.damage(new SkillName("y")).orElseThrow()).contains("store/skills/y.jsonl");
  }

  @Test
  void aLineThatACrashCutShortWasNeverWritten() throws IOException {
    SkillStore store = new SkillStore(data);
    StoredSkill skill = StoredSkill.unborn(NAME).withLive(version(bundle("jar")));
    store.keep(skill, 1);
    Path log = data.resolve("store/skills/x.jsonl");
    long whole = Files.size(log);
    for (int cut = 1; cut < 400; cut += 7) {
      Files.writeString(log, "{\"format\":1".repeat(cut), StandardOpenOption.APPEND);
      assertThat(new SkillStore(data).find(NAME)).contains(skill);
    }
    SkillStore again = new SkillStore(data);
    again.keep(skill.withNone(), 1);
    assertThat(again.versions(NAME)).hasSize(1);
    assertThat(Files.size(log)).isLessThan(3 * whole);
    assertThat(new SkillStore(data).find(NAME)).contains(skill.withNone());
  }

  @Test
  void aLongLineIsFoundFromTheEnd() throws IOException {
    SkillStore store = new SkillStore(data);
    String json = "{\"name\":\"x\",\"description\":\"" + "é".repeat(300_000) + "\"}";
    StoredSkill.Version small = version(bundle("jar"));
    StoredSkill.Version large =
        new StoredSkill.Version(
            "1.0.1",
            small.sha256(),
            small.origin(),
            small.file(),
            "ada",
            "http",
            small.at(),
            SpecReader.read(json));
    store.keep(StoredSkill.unborn(NAME).withLive(small), 1);
    store.keep(StoredSkill.unborn(NAME).withLive(large), 1);
    assertThat(new SkillStore(data).find(NAME).orElseThrow().live()).contains(large);
    assertThat(store.versions(NAME))
        .extracting(StoredSkill.Version::number)
        .containsExactly("1.0.0", "1.0.1");
  }

  @Test
  void aBundleThatIsNotWhatItWasIsRefused() throws IOException {
    SkillStore store = new SkillStore(data);
    SkillBundle bundle = bundle("jar");
    store.keep(bundle);
    Files.writeString(data.resolve("store/bundles/" + bundle.sha256() + ".jar"), "jaR");
    assertThatThrownBy(() -> store.bundle(NAME, version(bundle)))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void aStoreThatCannotBeWrittenRefusesAndKeepsWhatItHad() throws IOException {
    SkillStore store = new SkillStore(data);
    Path records = data.resolve("store/skills");
    Files.delete(records);
    Files.writeString(records, "a file where the folder was");
    StoredSkill skill = StoredSkill.unborn(NAME).withLive(version(bundle("jar")));
    assertThatThrownBy(() -> store.keep(skill, 1))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("cannot be written");
    assertThat(store.find(NAME)).isEmpty();
  }

  @Test
  void whatWasTakenBackWasNeverThere() throws IOException {
    SkillStore store = new SkillStore(data);
    StoredSkill skill = StoredSkill.unborn(NAME).withLive(version(bundle("jar")));
    store.keep(skill, 7);
    store.keep(skill.withNone(), 8);
    assertThat(new SkillStore(data).event(NAME)).isEqualTo(8);
    store.takeBack(NAME);
    assertThat(store.find(NAME)).contains(skill);
    assertThat(new SkillStore(data).find(NAME)).contains(skill);
    assertThat(new SkillStore(data).event(NAME)).isEqualTo(7);
    store.takeBack(NAME);
    assertThat(store.find(NAME)).isEmpty();
    assertThat(new SkillStore(data).names()).isEmpty();
  }

  @Test
  void leavesNothingHalfWritten() throws IOException {
    SkillStore store = new SkillStore(data);
    store.keep(bundle("a"));
    store.writeSource("skills/x/X.java", "class X {}");
    assertThat(store.readSource("skills/x/X.java")).contains("class X {}");
    assertThat(store.readSource("skills/x/Y.java")).isEmpty();
    Path unfinished = data.resolve("store/unfinished");
    assertThat(unfinished).isEmptyDirectory();
    Files.writeString(unfinished.resolve("7"), "what a crash left");
    assertThat(new SkillStore(data).names()).isEmpty();
    assertThat(unfinished).isEmptyDirectory();
  }
}
