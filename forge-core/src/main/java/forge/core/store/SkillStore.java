// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import forge.api.SkillName;
import forge.core.data.Digest;
import forge.live.SkillState;
import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only truth after a restart: which version of which skill should be in service, and its bytes.
 *
 * <p>In the data folder: {@code store/skills/<name>.jsonl}, a line for each change of that skill,
 * the last one its state; {@code store/bundles/<sha256>.jar}; {@code store/switches.json}; and
 * {@code skills/<name>/}, the newest source and spec, for people to read and edit. A line is
 * written after the bundle it points to, so there is no instant at which the state is half true.
 *
 * <p>Only names are held for good; what is known of a skill is read when it is asked for.
 */
@Component(service = SkillStore.class)
public final class SkillStore {

  private static final Logger LOG = LoggerFactory.getLogger(SkillStore.class);
  private static final String WAITING = "store/waiting";
  private static final String LOGS = ".jsonl";

  /** As many as may be up at once, twice. */
  private static final int RECENT = 1000;

  private static final long RECENT_TEXT = 16L << 20;

  private final DurableFile files;
  private final Path data;
  private final Path logs;
  private final Path bundles;
  private final Path switchesFile;
  private final NavigableSet<SkillName> names = new ConcurrentSkipListSet<>();
  private final Recent recent = new Recent(RECENT, RECENT_TEXT);

  /** Where each skill stands that was read or kept; a word a skill, so it may be all of them. */
  private final Map<SkillName, SkillState> standings = new ConcurrentHashMap<>();

  private final Map<SkillName, String> damaged = new ConcurrentHashMap<>();
  private final AtomicLong revision = new AtomicLong();
  private volatile Switches switches;

  /** Opens the store in the folder that the framework property {@code forge.data} names. */
  @Activate
  public SkillStore(BundleContext context) throws IOException {
    this(Path.of(context.getProperty("forge.data")));
  }

  SkillStore(Path data) throws IOException {
    this.data = data;
    this.files = new DurableFile(data.resolve("store/unfinished"));
    this.logs = Files.createDirectories(data.resolve("store/skills"));
    this.bundles = Files.createDirectories(data.resolve("store/bundles"));
    this.switchesFile = data.resolve("store/switches.json");
    this.switches = Switches.read(switchesFile);
    try (Stream<Path> found = Files.list(logs)) {
      found.forEach(this::found);
    }
  }

  private void found(Path file) {
    String name = file.getFileName().toString();
    if (!name.endsWith(LOGS)) return;
    try {
      names.add(new SkillName(name.substring(0, name.length() - LOGS.length())));
    } catch (IllegalArgumentException e) {
      LOG.warn("{} is no record of a skill and is left alone", file);
    }
  }

  private LineLog log(SkillName name) {
    return new LineLog(logs.resolve(name + LOGS));
  }

  /** The data folder. */
  public Path data() {
    return data;
  }

  /** The names of all skills that are known, in order. */
  public NavigableSet<SkillName> names() {
    return Collections.unmodifiableNavigableSet(names);
  }

  /** What is known of a skill; empty also when its record is damaged. */
  public Optional<StoredSkill> find(SkillName name) {
    if (!names.contains(name)) return Optional.empty();
    return recent.find(name).or(() -> load(name));
  }

  private Optional<StoredSkill> load(SkillName name) {
    try {
      LineLog log = log(name);
      // A crash came before the first line: nobody was told of this skill.
      if (log.isEmpty()) return Optional.empty();
      String line = log.last();
      StoredSkill skill = Records.read(line);
      if (!skill.name().equals(name))
        throw new IllegalArgumentException("it is of " + skill.name());
      StoredSkill newest = recent.putIfAbsent(skill, line.length());
      standings.putIfAbsent(name, newest.state());
      return Optional.of(newest);
    } catch (IOException | RuntimeException e) {
      String file = "store/skills/" + name + LOGS;
      if (damaged.put(name, "its record " + file + " is damaged; create the skill again") == null) {
        LOG.error("The record {} is damaged: {}", file, e.toString());
        revision.incrementAndGet();
      }
      return Optional.empty();
    }
  }

  /** Where a skill stands; its record is read when that is not known yet. Empty: damaged. */
  public Optional<SkillState> standing(SkillName name) {
    return Optional.ofNullable(standings.get(name)).or(() -> find(name).map(StoredSkill::state));
  }

  /** What is wrong with the record of a skill, if anything is. */
  public Optional<String> damage(SkillName name) {
    return Optional.ofNullable(damaged.get(name));
  }

  /**
   * Keeps what should be; when this returns, it survives a loss of power.
   *
   * @param event the number of the change in the audit trail
   * @throws Rejected at {@link Stage#STORE} when it cannot be kept; nothing has changed then
   */
  public void keep(StoredSkill skill, long event) {
    try {
      String line = Records.write(skill, event);
      mark(skill, true);
      log(skill.name()).append(line);
      mark(skill, false);
      recent.put(skill, line.length());
      standings.put(skill.name(), skill.state());
    } catch (IOException e) {
      throw unwritable(e);
    }
    damaged.remove(skill.name());
    names.add(skill.name());
    revision.incrementAndGet();
  }

  /** Takes back what was kept of a skill last, after all. */
  public void takeBack(SkillName name) {
    try {
      LineLog log = log(name);
      log.takeBack();
      if (log.isEmpty()) names.remove(name);
    } catch (NoSuchFileException e) {
      names.remove(name);
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      recent.remove(name);
      standings.remove(name);
      revision.incrementAndGet();
    }
  }

  /** The skills whose records were written at that time or later. */
  public List<SkillName> changedSince(Instant time) {
    List<SkillName> changed = new ArrayList<>();
    for (SkillName name : names)
      if (logs.resolve(name + LOGS).toFile().lastModified() >= time.toEpochMilli())
        changed.add(name);
    return changed;
  }

  /** The number in the audit trail of the last change that was kept of a skill. */
  public long event(SkillName name) {
    try {
      String line = log(name).last();
      return line.isEmpty() ? 0 : Records.event(line);
    } catch (IOException | RuntimeException damaged) {
      return 0; // told when somebody asks for the skill
    }
  }

  /** Changes with each change that is kept. */
  public long revision() {
    return revision.get();
  }

  /**
   * The skills of which a version waits for a restart or a trigger. Only these are read at a start:
   * each has a marker beside the records.
   */
  public List<SkillName> waiting() {
    if (!Files.isDirectory(data.resolve(WAITING))) return List.of();
    try (Stream<Path> markers = Files.list(data.resolve(WAITING))) {
      return markers
          .map(marker -> marker.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .map(SkillName::new)
          .filter(names::contains)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path marker(SkillName name) {
    return data.resolve(WAITING).resolve(name.value());
  }

  /** Set before the record and cleared after it, so a crash leaves one too many at most. */
  private void mark(StoredSkill skill, boolean before) throws IOException {
    boolean waits = skill.pending().isPresent();
    Path marker = marker(skill.name());
    if (before && waits) files.write(marker, new byte[0]);
    if (!before && !waits) Files.deleteIfExists(marker);
  }

  /** The versions of a skill that were ever in service, oldest first. */
  public List<StoredSkill.Version> versions(SkillName name) {
    return versions(name, then -> then.live().stream());
  }

  /** Those, and those that ever waited. */
  public List<StoredSkill.Version> allVersions(SkillName name) {
    return versions(name, then -> Stream.concat(then.live().stream(), then.pending().stream()));
  }

  /** Those that were in service or waited last, the latest first; a rollback counts anew. */
  public List<StoredSkill.Version> latestVersions(SkillName name, int most) {
    Map<String, StoredSkill.Version> latest = new LinkedHashMap<>();
    try {
      List<String> lines = log(name).all();
      for (int i = lines.size() - 1; i >= 0 && latest.size() < most; i--)
        whole(name, lines.get(i)).stream()
            .flatMap(then -> Stream.concat(then.pending().stream(), then.live().stream()))
            .forEach(version -> latest.putIfAbsent(version.sha256(), version));
    } catch (IOException e) {
      LOG.error("The record of {} cannot be read: {}", name, e.toString());
    }
    return List.copyOf(latest.values());
  }

  private List<StoredSkill.Version> versions(
      SkillName name, Function<StoredSkill, Stream<StoredSkill.Version>> of) {
    if (!names.contains(name)) return List.of();
    Map<String, StoredSkill.Version> versions = new LinkedHashMap<>();
    try {
      for (String line : log(name).all())
        whole(name, line).stream()
            .flatMap(of)
            .forEach(version -> versions.putIfAbsent(version.number() + version.sha256(), version));
    } catch (IOException e) {
      LOG.error("The record of {} cannot be read: {}", name, e.toString());
    }
    return new ArrayList<>(versions.values());
  }

  /** A damaged line costs the version that it tells of, and no other. */
  private static Optional<StoredSkill> whole(SkillName name, String line) {
    try {
      return Optional.of(Records.read(line));
    } catch (RuntimeException e) {
      LOG.warn("A line of the record of {} is damaged: {}", name, e.toString());
      return Optional.empty();
    }
  }

  /**
   * Keeps a bundle, durably, under its digest.
   *
   * @return whether it was not there before
   * @throws Rejected at {@link Stage#STORE} when it cannot be kept
   */
  public boolean keep(SkillBundle bundle) {
    Path file = file(bundle);
    try {
      boolean there = Files.exists(file) && Files.size(file) == bundle.bytes().length;
      if (!there) DurableFile.writeAddressed(file, bundle.bytes());
      return !there;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Deletes a bundle that no record points to. */
  public void drop(SkillBundle bundle) {
    try {
      Files.deleteIfExists(file(bundle));
    } catch (IOException e) {
      LOG.warn("The bundle {} could not be deleted: {}", bundle.sha256(), e.toString());
    }
  }

  private Path file(SkillBundle bundle) {
    return bundles.resolve(bundle.sha256() + ".jar");
  }

  /**
   * The bundle of a version, as it was accepted.
   *
   * @throws Rejected at {@link Stage#STORE} when it is gone or is not what it was
   */
  public SkillBundle bundle(SkillName name, StoredSkill.Version version) {
    byte[] bytes = bytes(name, version.number(), version.sha256());
    return new SkillBundle(name, version.number(), version.origin(), bytes, version.sha256());
  }

  /**
   * The bytes of a bundle that was kept.
   *
   * @throws Rejected at {@link Stage#STORE} when it is gone or is not what it was
   */
  public byte[] bytes(SkillName name, String number, String sha256) {
    String file = sha256 + ".jar";
    String what = "the stored bundle of " + name + " " + number;
    try {
      byte[] bytes = Files.readAllBytes(bundles.resolve(file));
      if (Digest.sha256(bytes).equals(sha256)) return bytes;
    } catch (IOException e) {
      throw Rejected.because(
          Stage.STORE, "store.missing", file, what + " cannot be read; create the skill again");
    }
    throw Rejected.because(
        Stage.STORE, "store.damaged", file, what + " is damaged; create the skill again");
  }

  /** Writes text for people to read. The truth is in the bundle, so a failure only logs. */
  public void writeSource(String file, String text) {
    try {
      files.writeSoon(data.resolve(file), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("{} could not be written: {}", file, e.toString());
    }
  }

  /**
   * Deletes the files of a skill that are for people to read, and its folder when that is empty.
   */
  public void deleteSources(SkillName name, Predicate<String> ofForge) {
    Path folder = data.resolve("skills").resolve(name.value());
    if (!Files.isDirectory(folder)) return;
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      List<Path> ours =
          all.stream().filter(file -> ofForge.test(file.getFileName().toString())).toList();
      for (Path file : ours) Files.delete(file);
      if (ours.size() == all.size()) Files.delete(folder);
    } catch (IOException e) {
      LOG.warn("skills/{} could not be cleared: {}", name, e.toString());
    }
  }

  /**
   * Source as it lies on disk now; empty when there is none.
   *
   * @throws Rejected at {@link Stage#SOURCE} when it is there and is no text
   */
  public Optional<String> readSource(String file) {
    if (file.isEmpty()) return Optional.empty();
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

  /** What a person has switched. */
  public Switches switches() {
    return switches;
  }

  /**
   * Switches, at once and for good.
   *
   * @param atOnce what must follow at once, before the disk has it
   * @throws Rejected at {@link Stage#STORE} when it cannot be kept; it is in force all the same
   */
  public synchronized void change(UnaryOperator<Switches> change, Runnable atOnce) {
    switches = change.apply(switches);
    atOnce.run();
    try {
      files.write(switchesFile, switches.write().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(e);
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
