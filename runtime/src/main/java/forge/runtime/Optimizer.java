// SPDX-License-Identifier: Apache-2.0
package forge.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The threads by which the JVM optimizes what runs often (C2). Nobody waits for them, so they are
 * made to give way: on two processors a skill's compile took a third longer while they were at
 * work.
 *
 * <p>The JVM's own options for that complain when it is not root's, and slow its quick compiler
 * down as well.
 */
final class Optimizer {

  private static final Logger LOG = Logger.getLogger(Optimizer.class.getName());

  /** By this each thread shows under Linux, cut to fifteen characters. */
  private static final String NAME = "C2 Compiler";

  private static final Path THREADS = Path.of("/proc/self/task");

  /** A quarter of a processor that one other wants, all of a free one; 10 would leave a tenth. */
  private static final String NICE = "5";

  private static final long PATIENCE_SECONDS = 5;

  private Optimizer() {}

  /** Has them give way; where that cannot be, they are as the system has them. */
  static void giveWay() throws InterruptedException {
    try {
      List<String> threads = threads();
      if (!threads.isEmpty()) renice(threads);
    } catch (IOException e) {
      LOG.log(Level.FINE, "The optimizing compiler gives way to nobody", e);
    }
  }

  private static List<String> threads() throws IOException {
    List<String> found = new ArrayList<>();
    if (!Files.isDirectory(THREADS)) return found;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(THREADS)) {
      for (Path each : all)
        if (nameOf(each).startsWith(NAME)) found.add(each.getFileName().toString());
    }
    return found;
  }

  /** Threads come and go. */
  private static String nameOf(Path thread) {
    try {
      return Files.readString(thread.resolve("comm"));
    } catch (IOException ended) {
      return "";
    }
  }

  private static void renice(List<String> threads) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("renice", "-n", NICE, "-p"));
    command.addAll(threads);
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
