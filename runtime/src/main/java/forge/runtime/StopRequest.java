// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Interrupts the launcher's thread when somebody asks the gateway to stop: a signal, or a file for
 * systems that have none. A second signal ends the process at once.
 */
final class StopRequest {
  private final Thread launcher;
  private final AtomicBoolean made = new AtomicBoolean();

  StopRequest(Thread launcher) {
    this.launcher = launcher;
  }

  /** Whether somebody asked. */
  boolean made() {
    return made.get();
  }

  void listenForSignals() {
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      try {
        Signal.handle(new Signal(name), this::onSignal);
      } catch (IllegalArgumentException e) {
        // This system or this JVM's flags do not have it: its own way of ending is kept.
        continue;
      }
    }
  }

  private void onSignal(Signal signal) {
    if (!make()) Runtime.getRuntime().halt(128 + signal.getNumber());
  }

  private boolean make() {
    boolean first = made.compareAndSet(false, true);
    if (first) launcher.interrupt();
    return first;
  }

  /** Watches, in the background, for the file. */
  void listenForFile(Path file) {
    Thread watcher = new Thread(() -> awaitFile(file), "forge-stop-file");
    watcher.setDaemon(true);
    watcher.start();
  }

  private void awaitFile(Path file) {
    try (WatchService watch = file.getFileSystem().newWatchService()) {
      file.getParent().register(watch, ENTRY_CREATE);
      while (!Files.exists(file)) {
        var key = watch.take();
        key.pollEvents();
        if (!key.reset()) return;
      }
      make();
    } catch (IOException e) {
      throw new IllegalStateException("cannot watch for " + file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
