// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static forge.runtime.StartFailure.DATA_IN_USE;
import static forge.runtime.StartFailure.FAILED;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data folder, held by one gateway at a time.
 *
 * <p>The lock is the operating system's, so it is gone when the process is, however it ended. What
 * a crashed gateway left in {@code run/} is removed by the next one.
 */
public final class DataFolder implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("\"address\":\"([^\"]*)\"");

  private static final Pattern ACTIVE = Pattern.compile("\"revoked\"\\s*:\\s*false");

  /** Past the text, so that others may read who holds it where locks are mandatory. */
  private static final long LOCK_AT = Long.MAX_VALUE - 1;

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Creates the folder where it is not there, and locks it.
   *
   * @throws StartFailure when it cannot be written, or another gateway holds it
   */
  public static DataFolder claim(Path path) {
    try {
      Files.createDirectories(path.resolve("run"));
      Files.createDirectories(path.resolve("log"));
      FileChannel lockFile = FileChannel.open(path.resolve("run/lock"), CREATE, READ, WRITE);
      if (!lock(lockFile)) throw inUse(path, lockFile);
      DataFolder folder = new DataFolder(path, lockFile);
      folder.takeOver();
      return folder;
    } catch (IOException e) {
      throw new StartFailure(
          FAILED,
          "Cannot use " + path + " as the data folder: " + e + "; give another with --data");
    }
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock(LOCK_AT, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static StartFailure inUse(Path path, FileChannel lockFile) throws IOException {
    try (lockFile) {
      ByteBuffer text = ByteBuffer.allocate(32);
      lockFile.read(text, 0);
      String pid = new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
      Path notice = path.resolve("run/gateway.json");
      Matcher address = ADDRESS.matcher(Files.exists(notice) ? Files.readString(notice) : "");
      String where = address.find() ? " and answers at " + address.group(1) : " and is starting";
      return new StartFailure(
          DATA_IN_USE,
          "Another gateway (process "
              + pid
              + ") uses "
              + path
              + where
              + "."
              + " Stop it with 'forge down', or give this one another folder with --data");
    }
  }

  private void takeOver() throws IOException {
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
    lockFile.truncate(0);
    lockFile.write(ByteBuffer.wrap(pid), 0);
    Files.deleteIfExists(notice());
    Files.deleteIfExists(stopFile());
  }

  /** Its absolute path. */
  public Path path() {
    return path;
  }

  /** The framework's storage; of no worth after a stop. */
  Path frameworkStorage() {
    return path.resolve("run/framework");
  }

  /** The newest log. */
  Path logFile() {
    return path.resolve("log/forge.log");
  }

  /** A file whose appearance asks the gateway to stop, for systems without signals. */
  Path stopFile() {
    return path.resolve("run/stop");
  }

  /** Whether somebody has made a token that is not taken back. Who reads it judges it. */
  boolean hasTokens() {
    try {
      return ACTIVE.matcher(Files.readString(path.resolve("store/tokens.json"))).find();
    } catch (IOException e) {
      return false;
    }
  }

  private Path notice() {
    return path.resolve("run/gateway.json");
  }

  /** Tells other processes, at once and whole, where the gateway answers. */
  void announce(String json) throws IOException {
    Path part = path.resolve("run/gateway.json.part");
    Files.writeString(part, json + "\n");
    Files.move(part, notice(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Takes the notice away and lets the next gateway in. */
  @Override
  public void close() {
    try (lockFile) {
      Files.deleteIfExists(notice());
      Files.deleteIfExists(stopFile());
      lockFile.truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
