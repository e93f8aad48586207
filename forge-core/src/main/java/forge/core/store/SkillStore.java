// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import forge.api.SkillName;
import forge.core.data.Digest;
import forge.core.data.Json;
import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only truth after a restart: which version of which skill should be in service, and its bytes.
 *
 * <p>In the data folder: {@code store/skills/<name>.json} one record a skill, {@code
 * store/bundles/<sha256>.jar} the bundles by digest, {@code store/switches.json}, and {@code
 * skills/<name>/<Class>.java} the newest source, for people to read and edit. A record is written
 * after what it points to, and replaced whole, so there is no instant at which it is half true.
 */
@Component(service = SkillStore.class)
public final class SkillStore {

  private static final Logger LOG = LoggerFactory.getLogger(SkillStore.class);
  private static final String RECORD = ".json";

  private final Path data;
  private final Path records;
  private final Path bundles;
  private final Path switches;
  private final Map<SkillName, StoredSkill> skills = new ConcurrentSkipListMap<>();
  private volatile boolean hotReload;

  /** Opens the store in the folder that the framework property {@code forge.data} names. */
  @Activate
  public SkillStore(BundleContext context) throws IOException {
    this(Path.of(context.getProperty("forge.data")));
  }

  SkillStore(Path data) throws IOException {
    this.data = data;
    this.records = Files.createDirectories(data.resolve("store/skills"));
    this.bundles = Files.createDirectories(data.resolve("store/bundles"));
    this.switches = data.resolve("store/switches.json");
    this.hotReload = readSwitch();
    try (Stream<Path> files = Files.list(records)) {
      files.forEach(this::load);
    }
  }

  private void load(Path file) {
    String name = file.getFileName().toString();
    if (!name.endsWith(RECORD)) return;
    try {
      StoredSkill skill = Records.read(Files.readString(file));
      if (!name.equals(skill.name() + RECORD))
        throw new IllegalArgumentException("it is the record of " + skill.name());
      skills.put(skill.name(), skill);
    } catch (IOException | RuntimeException e) {
      LOG.error("The record {} is damaged; that skill is left out: {}", file, e.toString());
    }
  }

  /** What is known of a skill. */
  public Optional<StoredSkill> find(SkillName name) {
    return Optional.ofNullable(skills.get(name));
  }

  /** Every skill that is known, in name order. */
  public Collection<StoredSkill> all() {
    return skills.values();
  }

  /**
   * Keeps what should be; when this returns, it survives a loss of power.
   *
   * @throws Rejected at {@link Stage#STORE} when it cannot be kept; nothing has changed then
   */
  public void keep(StoredSkill skill) {
    try {
      Path file = records.resolve(skill.name() + RECORD);
      DurableFile.write(file, Records.write(skill).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(e);
    }
    skills.put(skill.name(), skill);
  }

  /**
   * Keeps a bundle, durably, under its digest.
   *
   * @throws Rejected at {@link Stage#STORE} when it cannot be kept
   */
  public void keep(SkillBundle bundle) {
    try {
      Path file = bundles.resolve(bundle.sha256() + ".jar");
      if (!Files.exists(file)) DurableFile.write(file, bundle.bytes());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * The bundle of a version, as it was accepted.
   *
   * @throws Rejected at {@link Stage#STORE} when it is gone or is not what it was
   */
  public SkillBundle bundle(SkillName name, StoredSkill.Version version) {
    try {
      byte[] bytes = Files.readAllBytes(bundles.resolve(version.sha256() + ".jar"));
      if (Digest.sha256(bytes).equals(version.sha256()))
        return new SkillBundle(name, version.number(), version.origin(), bytes, version.sha256());
      throw Rejected.because(
          Stage.STORE,
          "store.damaged",
          version.sha256() + ".jar",
          "the stored bundle of "
              + name
              + " "
              + version.number()
              + " is damaged; create the skill again");
    } catch (IOException e) {
      throw Rejected.because(
          Stage.STORE,
          "store.missing",
          version.sha256() + ".jar",
          "the stored bundle of "
              + name
              + " "
              + version.number()
              + " cannot be read; create the skill again");
    }
  }

  /**
   * Writes source for people to read and edit. The truth is in the bundle, so a failure only logs.
   */
  public void writeSource(String file, String text) {
    try {
      DurableFile.writeSoon(data.resolve(file), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("The source {} could not be written: {}", file, e.toString());
    }
  }

  /**
   * Source as it lies on disk now; empty when there is none.
   *
   * @throws Rejected at {@link Stage#SOURCE} when it is there and is no text
   */
  public Optional<String> readSource(String file) {
    try {
      return Optional.of(Files.readString(data.resolve(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Rejected.because(
          Stage.SOURCE,
          "source.unreadable",
          file,
          file + " cannot be read as UTF-8 text; mend the file or create the skill again");
    }
  }

  /** Whether accepted versions go live at once. */
  public boolean hotReload() {
    return hotReload;
  }

  /**
   * Keeps the switch.
   *
   * @throws Rejected at {@link Stage#STORE} when it cannot be kept; it is set all the same
   */
  public synchronized void hotReload(boolean enabled) {
    hotReload = enabled;
    try {
      String text = Json.write(Map.of("hot_reload", enabled));
      DurableFile.write(switches, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private boolean readSwitch() throws IOException {
    if (!Files.exists(switches)) return true;
    try {
      Map<?, ?> kept = (Map<?, ?>) Json.read(Files.readString(switches));
      return !Boolean.FALSE.equals(kept.get("hot_reload"));
    } catch (RuntimeException e) {
      LOG.error("{} is damaged; hot-reload is off until it is enabled", switches);
      return false;
    }
  }

  private static Rejected unwritable(IOException e) {
    LOG.error("The store cannot be written", e);
    return Rejected.because(
        Stage.STORE,
        "store.unwritable",
        "",
        "the store cannot be written ("
            + e.getClass().getSimpleName()
            + "); free space or mend the rights of the data folder, then try again");
  }
}
