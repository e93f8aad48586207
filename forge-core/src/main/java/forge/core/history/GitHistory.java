// SPDX-License-Identifier: Apache-2.0
package forge.core.history;

import forge.api.SkillName;
import forge.core.audit.AuditLog;
import forge.core.data.Daemons;
import forge.core.data.Json;
import forge.core.history.GitFolder.Draft;
import forge.core.pack.Packer;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.core.store.StoredSkill.Version;
import forge.live.ForgeEvent;
import forge.live.ForgeEvent.Kind;
import forge.make.Rejected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code skills} as a git repository: a commit for each accepted change, by who made it.
 *
 * <p>Commits follow the answer by moments, in order, on one thread. The truth is in the store; this
 * is for people to read, compare and clone.
 */
@Component(service = GitHistory.class)
public final class GitHistory {

  private static final Logger LOG = LoggerFactory.getLogger(GitHistory.class);
  private static final long LAST_COMMITS_SECONDS = 10;

  /** Whoever holds the branch, a person or another program, holds it for moments. */
  private static final long PAUSE_SECONDS = 1;

  /** A start has no processor to spare for what nobody waits for. */
  private static final long CATCH_UP_SECONDS = 2;

  /** Who waits for a new version's first answer needs the processors more than its commit. */
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(200);

  /**
   * While changes go on, what a second brings is committed together: to one file by far less work
   * than one by one.
   */
  private static final long APART = TimeUnit.SECONDS.toNanos(1);

  private static final String EVENT = "Forge-Event";

  /** Commits that are looked at for the last event; somebody may have made some by hand. */
  private static final int NEWEST = 1_000;

  /** Changes that may be under way at once, and more. */
  private static final int ASTRAY = 300;

  /** A crash can leave the files behind by one change, or by few. */
  private static final int FEW = 8;

  /** What is an accepted change of the files. */
  private static final Set<Kind> COMMITTED =
      EnumSet.of(Kind.ACTIVATED, Kind.PENDING, Kind.ROLLED_BACK, Kind.RETIRED);

  /** So many commits go together at most: memory, and how long a person may wait for an old one. */
  private static final int GROUP = 250;

  private static final long STAGE_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  /** Of the time, at most one part in so many is for the index. */
  private static final int STAGE_SHARE = 20;

  private final SkillStore store;
  private final AuditLog audit;
  private final Path folder;
  private final long before;
  private final Queue<Change> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean gathering = new AtomicBoolean();
  private final Deque<Change> due = new ArrayDeque<>();
  private final ScheduledThreadPoolExecutor commits =
      new ScheduledThreadPoolExecutor(1, Daemons.named("forge-history"));
  private GitFolder git;
  private volatile long lastRound = System.nanoTime() - APART;
  private volatile boolean behind;
  private boolean late;
  private boolean staging;
  private boolean stuck;
  private long stagePause = STAGE_PAUSE;

  /** A history that waits for changes. */
  @Activate
  public GitHistory(@Reference SkillStore store, @Reference AuditLog audit) {
    this.store = store;
    this.audit = audit;
    this.folder = store.data().resolve("skills");
    this.before = audit.lastSeq();
    commits.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Deactivate
  void close() throws InterruptedException {
    if (!arrived.isEmpty()) commits.execute(this::commitArrived);
    commits.shutdown();
    if (!commits.awaitTermination(LAST_COMMITS_SECONDS, TimeUnit.SECONDS))
      LOG.warn("The last commits of the history were not made; the next start makes them");
    else if (git != null) {
      stage();
      git.close();
    }
  }

  /**
   * A skill has changed; its files are written at once, the commit follows.
   *
   * @param event the number of the change in the audit trail
   */
  public void changed(SkillName name, Kind kind, Version version, String author, long event) {
    if (kind == Kind.RETIRED) store.deleteSources(name, FolderEntry::isOurs);
    else if (COMMITTED.contains(kind) || kind == Kind.AWAITING_APPROVAL) write(name, version);
    if (!COMMITTED.contains(kind)) return;
    arrived.add(new Change(name, kind, version.number(), version.sha256(), author, event));
    if (!gathering.compareAndSet(false, true)) return;
    long rest = APART - (System.nanoTime() - lastRound);
    commits.schedule(this::commitArrived, Math.max(GATHER, rest), TimeUnit.NANOSECONDS);
  }

  /**
   * Brings the files of a skill up to date after a crash that came between the change and its
   * files. What is on disk is left alone when none of the latest versions was like that: somebody
   * has edited it.
   */
  public void refresh(SkillName name) {
    Optional<Version> newest = store.find(name).flatMap(StoredSkill::newest);
    if (newest.isEmpty()) return;
    try {
      String accepted = Packer.source(store.bundle(name, newest.get()));
      if (newest.get().file().isEmpty()) return;
      String onDisk = store.readSource(newest.get().file()).orElse("");
      if (onDisk.equals(accepted)) return;
      if (onDisk.isEmpty() || isOfSomeVersion(name, onDisk)) write(name, newest.get());
    } catch (Rejected e) {
      LOG.warn("The source of {} could not be compared: {}", name, e.getMessage());
    }
  }

  private boolean isOfSomeVersion(SkillName name, String source) {
    return store.latestVersions(name, FEW).stream()
        .anyMatch(version -> Packer.source(store.bundle(name, version)).equals(source));
  }

  private void write(SkillName name, Version version) {
    try {
      files(name, version.number(), version.sha256())
          .forEach((file, text) -> store.writeSource("skills/" + name + "/" + file, text));
    } catch (Rejected e) {
      LOG.warn("The source of {} could not be written: {}", name, e.getMessage());
    }
  }

  private Map<String, String> files(SkillName name, String version, String sha256) {
    byte[] bundle = store.bytes(name, version, sha256);
    Map<String, String> files = new TreeMap<>(Packer.sources(bundle));
    files.put("spec.json", Json.pretty(Packer.spec(bundle)));
    return files;
  }

  /** A version that waited is dropped; its files make way, unless somebody has edited them. */
  public void dropped(SkillName name, Version version, Optional<Version> live) {
    try {
      Map<String, String> files = files(name, version.number(), version.sha256());
      Optional<String> onDisk = store.readSource(version.file());
      if (onDisk.isPresent() && !files.containsValue(onDisk.get())) return;
      store.deleteSources(name, FolderEntry::isOurs);
      live.ifPresent(back -> write(name, back));
    } catch (Rejected e) {
      LOG.warn("The source of {} could not be restored: {}", name, e.getMessage());
    }
  }

  /**
   * Makes the commits that a crash kept from being made: before the next change is committed, or in
   * some seconds.
   */
  public void catchUp() {
    behind = true;
    commits.schedule(this::commitMissed, CATCH_UP_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Each commit names its event, so those after the last one named are still due, but for those
   * that did not come to pass.
   */
  private void commitMissed() {
    if (!behind) return;
    behind = false;
    try {
      open();
      commit(missed());
    } catch (IOException | RuntimeException e) {
      LOG.error("The history could not be brought up to date: {}", e.toString());
    }
  }

  /**
   * What the newest commits do not name, of what came after them. Clients that create side by side
   * are committed nearly, and not quite, in the order of the trail; those of one skill quite.
   */
  private List<Change> missed() throws IOException {
    List<RevCommit> newest = git.newest(NEWEST);
    NavigableSet<Long> committed = new TreeSet<>();
    for (RevCommit commit : newest)
      commit.getFooterLines(EVENT).forEach(event -> committed.add(Long.parseLong(event)));
    if (committed.isEmpty() && !newest.isEmpty()) return List.of();
    long sure = newest.size() < NEWEST ? 0 : committed.stream().skip(ASTRAY).findFirst().orElse(0L);
    return missed(sure, committed);
  }

  private List<Change> missed(long after, Set<Long> committed) {
    Map<SkillName, Deque<Change>> missed = new LinkedHashMap<>();
    for (ForgeEvent event : audit.read(after, Integer.MAX_VALUE)) {
      if (event.skill().isEmpty() || event.seq() > before) continue;
      Deque<Change> due =
          missed.computeIfAbsent(new SkillName(event.skill()), name -> new ArrayDeque<>());
      if (event.kind() == Kind.UNDONE) due.pollLast();
      else if (committed.contains(event.seq())) due.clear();
      else if (COMMITTED.contains(event.kind())) due.add(Change.of(event));
    }
    return missed.values().stream()
        .flatMap(Deque::stream)
        .sorted(Comparator.comparingLong(Change::event))
        .toList();
  }

  private void open() throws IOException {
    if (git == null) git = GitFolder.open(folder);
  }

  /** All that have come since the last time go together. */
  private void commitArrived() {
    lastRound = System.nanoTime();
    gathering.set(false);
    commitMissed();
    List<Change> changes = new ArrayList<>();
    for (Change change = arrived.poll(); change != null; change = arrived.poll())
      changes.add(change);
    if (!changes.isEmpty()) commit(changes);
  }

  /** In order: one that cannot be made now is made before the next one, or by the next start. */
  private void commit(List<Change> changes) {
    due.addAll(changes);
    try {
      open();
      while (!due.isEmpty()) {
        List<Change> group = due.stream().limit(GROUP).toList();
        List<Draft> drafts = group.stream().map(this::draft).flatMap(Optional::stream).toList();
        if (!drafts.isEmpty()) git.commit(drafts);
        group.forEach(done -> due.remove());
        git.tidy();
      }
      stageLater();
      late = false;
    } catch (IOException | RuntimeException e) {
      if (!late) LOG.error("Commits to the history will be made later: {}", e.toString());
      late = true;
      if (!commits.isShutdown())
        commits.schedule(() -> commit(List.of()), PAUSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /**
   * The index is written anew as a whole and grows with the skills that are known: once for all
   * commits of a while, which is long when writing it takes long.
   */
  private void stageLater() {
    if (staging || commits.isShutdown()) return;
    staging = true;
    commits.schedule(this::stage, stagePause, TimeUnit.NANOSECONDS);
  }

  private void stage() {
    staging = false;
    long begun = System.nanoTime();
    boolean staged = false;
    try {
      staged = git.stage();
      stuck = false;
    } catch (IOException | RuntimeException e) {
      if (!stuck) LOG.error("The index of the history will be written later: {}", e.toString());
      stuck = true;
    }
    stagePause = Math.max(STAGE_PAUSE, STAGE_SHARE * (System.nanoTime() - begun));
    if (!staged) stageLater();
  }

  private Optional<Draft> draft(Change change) {
    try {
      Map<String, String> files =
          change.kind() == Kind.RETIRED
              ? Map.of()
              : files(change.name(), change.version(), change.sha256());
      return Optional.of(new Draft(change.name().value(), files, change.who(), change.message()));
    } catch (Rejected e) {
      LOG.error("{} cannot be committed to the history: {}", change.name(), e.getMessage());
      return Optional.empty();
    }
  }

  private record Change(
      SkillName name, Kind kind, String version, String sha256, String author, long event) {

    static Change of(ForgeEvent event) {
      return new Change(
          new SkillName(event.skill()),
          event.kind(),
          event.version(),
          event.sha256(),
          event.who(),
          event.seq());
    }

    String message() {
      return "%s %s: %s\n\nBundle: sha256:%s\n%s: %d\n"
          .formatted(name, version, kind.word().replace('_', ' '), sha256, EVENT, event);
    }

    PersonIdent who() {
      return new PersonIdent(author, author.replaceAll("[^A-Za-z0-9._-]", "_") + "@forge.local");
    }
  }
}
