// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The file that the JVM takes the product's classes from, read and linked, so that a start need not
 * do it: a class-data archive, or an ahead-of-time cache from Java 25 on.
 *
 * <p>Who starts the gateway names the file by {@code -Dforge.archive} and gives it to the JVM when
 * it is there. A gateway that runs without it makes it, once, behind everybody's back. One that the
 * JVM has refused is made anew: it is of another JVM or product, or broken.
 */
public final class ClassArchive {
  /** Names the file. */
  private static final String PROPERTY = "forge.archive";

  /** Whoever starts a gateway wants something of it at once. */
  private static final long PAUSE_SECONDS = 15;

  private static final long LAST_MILLIS = 3_000;

  private static final Logger LOG = Logger.getLogger(ClassArchive.class.getName());

  private final Path file;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::look, "forge-archive");

  private ClassArchive(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** The one that this process was told of. */
  static Optional<ClassArchive> wanted() {
    String file = System.getProperty(PROPERTY, "");
    return file.isBlank() ? Optional.empty() : Optional.of(new ClassArchive(Path.of(file)));
  }

  /** Whether there is one, for this start or the next. */
  boolean isThere() {
    return Files.exists(file);
  }

  /** What tells a gateway which file it is. */
  static String option(Path file) {
    return "-D" + PROPERTY + "=" + file;
  }

  /**
   * Makes an archive and waits for it.
   *
   * @param args the file
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Path.of(args[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!new ClassArchive(file).make()) System.exit(StartFailure.FAILED);
    System.out.println("Forge starts from " + file + " from now on");
  }

  /** Sees to it that the next start has one, on a thread that is in nobody's way. */
  void attend() {
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  /** Ends the making of one, if that goes on. */
  void stop() {
    stopped.countDown();
    try {
      thread.join(LAST_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      boolean given =
          Rehearsal.flags().stream()
              .anyMatch(flag -> flag.startsWith("-XX:") && flag.endsWith("=" + file));
      if (given && isTaken()) LOG.info(() -> "The classes come from the archive " + file);
      else if (given) refused();
      if (isThere() || stopped.await(PAUSE_SECONDS, TimeUnit.SECONDS)) return;
      make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "The class archive " + file + " is not made: " + e);
    }
  }

  /** A JVM that is given an archive takes its classes from that or from none. */
  private static boolean isTaken() {
    return System.getProperty("java.vm.info", "").contains("sharing");
  }

  private void refused() throws IOException {
    LOG.warning(
        () ->
            "The class archive "
                + file
                + " is ignored: it is broken, or of another Java or product; a new one is made");
    Files.deleteIfExists(file);
  }

  /** Whether it is there afterwards; another gateway may be making it. */
  private boolean make() throws IOException, InterruptedException {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Path folder = Files.createTempDirectory("forge-rehearsal");
    try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
        FileLock held = channel.tryLock()) {
      if (held == null) return false;
      Files.deleteIfExists(part);
      if (!new Rehearsal(folder, stopped).record(part)) return false;
      Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
      Files.deleteIfExists(lock);
      LOG.info(() -> "The next start takes its classes from the archive " + file);
      return true;
    } catch (OverlappingFileLockException e) {
      return false;
    } finally {
      Files.deleteIfExists(part);
      Rehearsal.delete(folder);
    }
  }
}
