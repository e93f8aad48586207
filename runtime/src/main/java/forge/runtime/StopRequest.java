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
 * Somebody asks the process to stop: a signal, or a file for systems that have none. A second
 * Ctrl-C ends the process at once.
 */
final class StopRequest {
  private final AtomicBoolean made = new AtomicBoolean();
  private volatile Runnable answer = () -> {};

  /** Whether somebody asked. */
  boolean made() {
    return made.get();
  }

  /** What to do when it comes; not done when it has come already. */
  void answerWith(Runnable stopping) {
    answer = stopping;
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

  /** The end of the process that started this one is a request, too. */
  void listenForParent() {
    ProcessHandle.current().parent().ifPresentOrElse(this::follow, this::make);
  }

  private void follow(ProcessHandle parent) {
    parent.onExit().thenRun(this::make);
  }

  private void onSignal(Signal signal) {
    boolean impatient = !make() && signal.getName().equals("INT");
    if (impatient) Runtime.getRuntime().halt(128 + signal.getNumber());
  }

  private boolean make() {
    boolean first = made.compareAndSet(false, true);
    if (first) answer.run();
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
