// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import forge.core.compile.CompileWire;
import forge.core.compile.CompileWorker;
import forge.core.compile.Visible;
import forge.core.worker.Wire;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a process that compiles has loaded, kept for the JVM in its own form, so that the next one
 * begins in half the time. Made once, by a process that compiles our own sample and nothing else.
 */
final class CompileArchive {

  private static final int PATIENCE_SECONDS = 60;

  /** The first Java that keeps compiled profiles, too, and does it in one step. */
  private static final int AHEAD_OF_TIME = 25;

  private final Path jar;
  private final Path file;
  private final Path part;
  private final boolean ahead = Runtime.version().feature() >= AHEAD_OF_TIME;
  private final AtomicReference<Process> making = new AtomicReference<>();
  private volatile boolean closed;

  CompileArchive(Path jar) {
    this.jar = jar;
    String version = Runtime.version().toString().replaceAll("[^\\w.+-]", "_");
    this.file = jar.resolveSibling("compiler-" + version + (ahead ? ".aot" : ".jsa"));
    this.part = jar.resolveSibling(file.getFileName() + ".part");
  }

  /** The options for it. */
  List<String> options() {
    return isThere()
        ? List.of((ahead ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + file)
        : List.of();
  }

  boolean isThere() {
    try {
      return Files.isRegularFile(file)
          && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes it, unless it is there or another gateway makes it; gives whether it did. */
  boolean make(List<String> program, Visible visible) throws IOException {
    if (isThere() || closed) return false;
    Path lock = jar.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
        FileLock held = channel.tryLock()) {
      if (held == null) return false;
      boolean made = play(program, visible);
      Files.deleteIfExists(lock);
      return made;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private boolean play(List<String> program, Visible visible) throws IOException {
    List<String> command = new ArrayList<>(program);
    command.add(1, (ahead ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + part);
    command.add(CompileWorker.REHEARSE);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    making.set(process);
    if (closed) process.destroyForcibly();
    try {
      Wire.write(process.getOutputStream(), CompileWire.see(visible));
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0)
        throw new IOException("the JVM has not made it");
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      end(process);
    }
  }

  /** Leaves nothing half made; Java 25 has a second process write the file. */
  private void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      Files.deleteIfExists(part);
      Files.deleteIfExists(part.resolveSibling(part.getFileName() + ".config"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // It is in nobody's way, and written over by the next.
    }
  }

  void close() {
    closed = true;
    Process process = making.get();
    if (process != null) end(process);
  }
}
