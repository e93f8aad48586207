// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import forge.live.Forge;
import forge.live.Intake;
import forge.live.Skills;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code drop} in the data folder: files that are put there, or into folders there,
 * become skills.
 *
 * <p>The operating system's events say what has changed. Once a minute everything is looked at from
 * outside, in case an event was lost; so it is at a start, for what changed meanwhile.
 */
@Component(
    service = {},
    immediate = true)
public final class DropFolder {

  private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
  private static final long ROUND_SECONDS = 60;
  private static final int MAX_DEPTH = 8;

  /** More would only wait for the processors. */
  private static final int THREADS = 4;

  private final Path folder;
  private final Taker taker;
  private final Ledger ledger;
  private final Map<Path, DropFile> files = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor clock;
  private Path root;
  private Optional<FolderEvents> events = Optional.empty();

  /** Watches; what is there already is taken behind the start. */
  @Activate
  public DropFolder(
      BundleContext context,
      @Reference Forge forge,
      @Reference Intake intake,
      @Reference Skills skills)
      throws IOException {
    Path data = Path.of(context.getProperty("forge.data"));
    this.folder = data.resolve("drop");
    this.taker = new Taker(forge, intake, skills);
    this.ledger = new Ledger(data.resolve("store/drop.jsonl"));
    AtomicInteger number = new AtomicInteger();
    this.clock =
        new ScheduledThreadPoolExecutor(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "forge-drop-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    clock.scheduleWithFixedDelay(this::round, 0, ROUND_SECONDS, TimeUnit.SECONDS);
  }

  /** What a halt kept from being taken is taken now. */
  @Reference(
      target = "(osgi.condition.id=forge.armed)",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  void armed(Condition resumed) {
    if (clock != null && !clock.isShutdown()) clock.execute(this::round);
  }

  void unarmed(Condition halted) {
    // Skills that are dropped now are refused by the line, and taken when it is armed again.
  }

  @Deactivate
  void close() throws InterruptedException {
    clock.shutdown();
    synchronized (this) {
      events.ifPresent(FolderEvents::close);
    }
    if (!clock.awaitTermination(10, TimeUnit.SECONDS))
      LOG.warn("Files that are being taken are left; the next start takes them");
  }

  private synchronized void round() {
    try {
      if (!Files.isDirectory(folder)) open();
      else if (events.isEmpty() || !folder.toRealPath().equals(root)) watch();
      look(root, false);
      for (String file : ledger.files()) glance(root.resolve(file), false);
      files.values().forEach(DropFile::glance);
    } catch (IOException | RuntimeException e) {
      LOG.error("The drop folder {} cannot be watched: {}", folder, e.toString());
    }
  }

  /** The whole folder being gone deletes no skill: it was moved, or is not mounted. */
  private void open() throws IOException {
    if (!ledger.files().isEmpty())
      LOG.warn("{} is gone and is made anew; the skills that came from it stay", folder);
    ledger.files().forEach(ledger::gone);
    Files.createDirectories(folder);
    watch();
  }

  private void watch() throws IOException {
    events.ifPresent(FolderEvents::close);
    root = folder.toRealPath();
    events = Optional.of(new FolderEvents(this::happened, () -> clock.execute(this::round)));
    // A folder does not tell that it was moved away itself; the one above does.
    events.get().register(root.getParent());
  }

  private void happened(Path path) {
    if (path.equals(root)) clock.execute(this::round);
    if (!path.startsWith(root) || path.equals(root)) return;
    if (Kind.of(path).isPresent()) glance(path, true);
    else if (isFolder(path)) lookSafely(path);
    else
      for (Map.Entry<Path, DropFile> file : files.entrySet())
        if (file.getKey().startsWith(path)) file.getValue().touched();
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS);
  }

  private void lookSafely(Path path) {
    try {
      look(path, true);
    } catch (IOException e) {
      LOG.error("{} cannot be read: {}", path, e.toString());
    }
  }

  /** Looks at what is there, the oldest first: of two files of one skill the newer one counts. */
  private void look(Path from, boolean told) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        from,
        EnumSet.noneOf(java.nio.file.FileVisitOption.class),
        MAX_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes is)
              throws IOException {
            if (!path.equals(root) && path.getFileName().toString().startsWith("."))
              return FileVisitResult.SKIP_SUBTREE;
            if (!path.equals(root) && Kind.of(path).isPresent()) {
              found.add(path);
              return FileVisitResult.SKIP_SUBTREE;
            }
            // Registered first, listed then: nothing falls between.
            events.orElseThrow().register(path);
            Note.clearOf(path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes is) {
            if (Kind.of(path).isPresent()) found.add(path);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) {
            LOG.warn("{} cannot be read: {}", path, e.toString());
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(
        Comparator.comparing(
            path -> Look.at(path).map(look -> look.changed().toMillis()).orElse(0L)));
    for (Path path : found) glance(path, told);
  }

  private void glance(Path path, boolean told) {
    Kind.of(path)
        .map(
            kind ->
                files.computeIfAbsent(
                    path, key -> new DropFile(root, key, kind, ledger, taker, clock)))
        .ifPresent(
            file -> {
              if (told) file.touched();
              else file.glance();
            });
  }
}
