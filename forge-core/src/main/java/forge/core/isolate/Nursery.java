// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import forge.core.data.Daemons;
import forge.core.worker.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts worker processes, all from one thread that lives as long as the gateway: where the system
 * can, a worker dies with the thread that started it.
 */
final class Nursery {

  private static final Logger LOG = LoggerFactory.getLogger(Nursery.class);

  private final Path jar;
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(Daemons.named("worker-starter"));
  private Confinement confinement;

  Nursery(Path jar) {
    this.jar = jar;
  }

  void close() {
    starter.shutdownNow();
  }

  /** What the system can do, found out with the first question. */
  synchronized Confinement confinement() {
    if (confinement == null) {
      try {
        WorkerJar.write(jar);
      } catch (IOException e) {
        LOG.error("{} cannot be written; no skill can be isolated", jar, e);
      }
      confinement = Confinement.found(jar);
      confinement
          .missing()
          .ifPresent(
              what ->
                  LOG.warn(
                      "Workers are less confined on this system than they could be: {}", what));
    }
    return confinement;
  }

  /** Does it on the thread that starts. */
  void later(Runnable task) {
    try {
      starter.execute(task);
    } catch (RejectedExecutionException e) {
      // The gateway is stopping.
    }
  }

  Helper start(long heapMegabytes) throws IOException {
    try {
      return starter.submit(() -> startHere(heapMegabytes)).get();
    } catch (ExecutionException | RejectedExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the gateway is stopping");
    }
  }

  Helper startHere(long heapMegabytes) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(confinement().command(jar, heapMegabytes, Worker.class.getName()));
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new Helper(builder.start(), heapMegabytes);
  }
}
