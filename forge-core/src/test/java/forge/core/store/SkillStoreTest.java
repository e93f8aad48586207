// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.api.SkillName;
import forge.core.data.Digest;
import forge.core.spec.SpecReader;
import forge.make.Origin;
import forge.make.Rejected;
import forge.make.SkillBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
    store.keep(skill);
    store.hotReload(false);
    SkillStore again = new SkillStore(data);
    assertThat(again.all()).containsExactly(skill);
    assertThat(again.hotReload()).isFalse();
    assertThat(again.bundle(NAME, version(bundle)).bytes()).isEqualTo(bundle.bytes());
    again.keep(skill.withNone());
    assertThat(new SkillStore(data).find(NAME).orElseThrow().current()).isEmpty();
  }

  @Test
  void aDamagedRecordIsLeftOutAndTheRestIsThere() throws IOException {
    SkillStore store = new SkillStore(data);
    store.keep(StoredSkill.unborn(NAME).withLive(version(bundle("jar"))));
    Files.writeString(data.resolve("store/skills/y.json"), "{\"format\":1");
    Files.writeString(
        data.resolve("store/skills/z.json"), "{\"format\":1,\"name\":\"x\",\"last\":\"\"}");
    assertThat(new SkillStore(data).all()).extracting(StoredSkill::name).containsExactly(NAME);
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
    assertThatThrownBy(() -> store.keep(skill))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("cannot be written");
    assertThat(store.find(NAME)).isEmpty();
  }

  @Test
  void leavesNothingHalfWritten() throws IOException {
    SkillStore store = new SkillStore(data);
    store.keep(bundle("a"));
    store.writeSource("skills/x/X.java", "class X {}");
    assertThat(store.readSource("skills/x/X.java")).contains("class X {}");
    assertThat(store.readSource("skills/x/Y.java")).isEmpty();
    try (var files = Files.walk(data)) {
      List<Path> unfinished =
          files.filter(file -> file.toString().endsWith(DurableFile.UNFINISHED)).toList();
      assertThat(unfinished).isEmpty();
    }
  }
}
