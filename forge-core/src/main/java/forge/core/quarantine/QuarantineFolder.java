// SPDX-License-Identifier: Apache-2.0
package forge.core.quarantine;

import forge.api.SkillName;
import forge.core.audit.AuditLog;
import forge.core.audit.AuditLog.Told;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.live.ForgeEvent.Kind;
import forge.live.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions in quarantine, by digest: {@code store/quarantine/<name>} holds that of a version of
 * which a call would not end. Another version of the skill is free.
 */
@Component(service = {QuarantineFolder.class, Quarantine.class})
public final class QuarantineFolder implements Quarantine {

  private static final Logger LOG = LoggerFactory.getLogger(QuarantineFolder.class);

  private final SkillStore store;
  private final AuditLog audit;
  private final Path folder;
  private final Map<SkillName, String> held = new ConcurrentHashMap<>();

  /** As it was left. */
  @Activate
  public QuarantineFolder(@Reference SkillStore store, @Reference AuditLog audit)
      throws IOException {
    this.store = store;
    this.audit = audit;
    this.folder = Files.createDirectories(store.data().resolve("store/quarantine"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) read(file);
    }
  }

  private void read(Path file) {
    try {
      held.put(new SkillName(file.getFileName().toString()), Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} is no record of a quarantine and is left alone", file);
    }
  }

  /** Whether the version in service is in quarantine. */
  public boolean holds(SkillName name) {
    String sha256 = held.get(name);
    return sha256 != null && live(name).filter(sha256::equals).isPresent();
  }

  private Optional<String> live(SkillName name) {
    return store.find(name).flatMap(StoredSkill::live).map(StoredSkill.Version::sha256);
  }

  /** Puts a version into quarantine; it stays there over a restart. */
  public void hold(SkillName name, String version, String sha256) {
    if (sha256.equals(held.put(name, sha256))) return;
    String why = "a call did not end a second after it was told to";
    LOG.error("Skill {} {} is in quarantine: {}", name, version, why);
    try {
      Files.writeString(folder.resolve(name.value()), sha256);
      audit.append(
          List.of(
              new Told(Kind.QUARANTINED, name.value(), version, sha256, "watch", "gateway", why)));
    } catch (IOException e) {
      LOG.error("The quarantine of {} cannot be kept", name, e);
    }
  }

  @Override
  public boolean release(SkillName name, String door, String author) {
    if (!holds(name)) return false;
    String sha256 = held.remove(name);
    try {
      Files.deleteIfExists(folder.resolve(name.value()));
      audit.append(List.of(new Told(Kind.RELEASED, name.value(), "", sha256, author, door, "")));
    } catch (IOException e) {
      LOG.error("The release of {} cannot be kept", name, e);
    }
    return true;
  }
}
