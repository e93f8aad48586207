// SPDX-License-Identifier: Apache-2.0
package forge.drop;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operating system's events of some folders, told one by one on a thread of their own. */
final class FolderEvents implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderEvents.class);

  private final WatchService system = FileSystems.getDefault().newWatchService();
  private final Map<WatchKey, Path> folders = new ConcurrentHashMap<>();
  private final Consumer<Path> happened;
  private final Runnable lost;

  /**
   * Begins.
   *
   * @param happened told each path to which something has happened
   * @param lost told when more happened than could be told
   */
  FolderEvents(Consumer<Path> happened, Runnable lost) throws IOException {
    this.happened = happened;
    this.lost = lost;
    Thread thread = new Thread(this::listen, "forge-drop-events");
    thread.setDaemon(true);
    thread.start();
  }

  /** Watches a folder; again is no harm. */
  void register(Path folder) throws IOException {
    folders.put(folder.register(system, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE), folder);
  }

  private void listen() {
    try {
      for (; ; ) {
        WatchKey key = system.take();
        Path folder = folders.get(key);
        for (WatchEvent<?> event : key.pollEvents()) tell(folder, event);
        if (!key.reset()) {
          folders.remove(key);
          if (folder != null) happened.accept(folder);
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      // It was closed.
    }
  }

  private void tell(Path folder, WatchEvent<?> event) {
    try {
      if (event.kind() == OVERFLOW || folder == null) lost.run();
      else happened.accept(folder.resolve((Path) event.context()));
    } catch (RuntimeException e) {
      LOG.error("An event of {} was not understood", folder, e);
    }
  }

  @Override
  public void close() {
    try {
      system.close();
    } catch (IOException e) {
      LOG.warn("The events of the drop folder do not end: {}", e.toString());
    }
  }
}
