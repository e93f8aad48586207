// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/** Single threads that keep no JVM alive, and take no more work once they are shut down. */
final class Daemons {

  private Daemons() {}

  static ScheduledThreadPoolExecutor one(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    return executor;
  }
}
