// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Loads classes on a thread of its own before anybody asks for them: those of a start, and, once
 * the gateway answers, those of the first skill. For a process without an archive of classes, where
 * to find and read them is a third of what the main thread does, while a processor is free.
 *
 * <p>Nothing is initialized here, so nothing runs in another order than without it. The lists are
 * written by {@code bench/run classes}; a name that another Java does not know is passed over.
 */
final class ClassesAhead {
  /** In the order of use, one a line. */
  static final String START = "classes-of-start.txt";

  /** Those that {@link #START} does not have. */
  static final String FIRST_SKILL = "classes-of-first-skill.txt";

  private final ClassLoader loader;
  private final CountDownLatch answers = new CountDownLatch(1);

  /** Has them loaded by a loader, once {@link #begin} is called. */
  ClassesAhead(ClassLoader loader) {
    this.loader = loader;
  }

  /** Begins with what a start needs. */
  void begin() {
    Thread thread = new Thread(this::load, "forge-classes");
    thread.setDaemon(true);
    thread.start();
  }

  /** The start is over. */
  void gatewayAnswers() {
    answers.countDown();
  }

  private void load() {
    try {
      load(START);
      answers.await();
      load(FIRST_SKILL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void load(String list) {
    for (String name : names(list)) {
      try {
        Class.forName(name, false, loader);
      } catch (ClassNotFoundException | LinkageError e) {
        // Whoever needs it is told.
      }
    }
  }

  /** The names in a list. */
  static List<String> names(String list) {
    try (InputStream in = ClassesAhead.class.getResourceAsStream(list);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
