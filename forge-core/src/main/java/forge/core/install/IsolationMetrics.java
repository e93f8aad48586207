// SPDX-License-Identifier: Apache-2.0
package forge.core.install;

import forge.core.budget.SkillThreads;
import forge.core.isolate.Compilers;
import forge.core.isolate.Workers;
import forge.core.quarantine.QuarantineFolder;
import forge.live.Metrics;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What there is to count of calls that are held, and of the isolated tier. */
@Component
public final class IsolationMetrics implements Metrics {

  private final Workers workers;
  private final Compilers compilers;
  private final QuarantineFolder quarantine;
  private final SkillThreads threads;

  /** A view; what is counted is counted elsewhere. */
  @Activate
  public IsolationMetrics(
      @Reference Workers workers,
      @Reference Compilers compilers,
      @Reference QuarantineFolder quarantine,
      @Reference SkillThreads threads) {
    this.threads = threads;
    this.workers = workers;
    this.compilers = compilers;
    this.quarantine = quarantine;
  }

  @Override
  public List<Family> read() {
    return List.of(
        Family.of(
            "forge_workers",
            Type.GAUGE,
            "Processes of isolated skills, and those that wait for one.",
            workers.count()),
        Family.of(
            "forge_workers_killed_total",
            Type.COUNTER,
            "Worker processes that were ended because of a call.",
            workers.killed()),
        Family.of(
            "forge_compilers",
            Type.GAUGE,
            "Processes that compile; 0: the gateway itself does.",
            compilers.count()),
        Family.of(
            "forge_compilers_killed_total",
            Type.COUNTER,
            "Compiler processes that were ended because of a source.",
            compilers.killed()),
        Family.of(
            "forge_skills_quarantined",
            Type.GAUGE,
            "Skills that run isolated because a call would not end.",
            quarantine.count()),
        Family.of(
            "forge_threads_leaked",
            Type.GAUGE,
            "Calls that do not end though they were told to.",
            threads.leaked()),
        Family.of(
            "forge_memory_short",
            Type.GAUGE,
            "1 while the calls that run keep so much of the heap that no other begins.",
            threads.isShortOfMemory() ? 1 : 0));
  }
}
