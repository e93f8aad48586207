// SPDX-License-Identifier: Apache-2.0
package forge.core.line;

import forge.core.feed.Feed;
import forge.core.synth.JavaNames;
import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.make.Finding;
import forge.make.Origin;
import forge.make.Param;
import forge.make.Rejected;
import forge.make.SkillBundle;
import forge.make.SkillSpec;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One order on its way: what is told of it at the end. */
final class Attempt {

  private final long begun = System.nanoTime();
  private final SkillSpec spec;
  private final Origin origin;
  private final String file;
  private final Feed feed;
  private final String order;
  private final List<Finding> findings = new ArrayList<>();
  private long mark = begun;
  private long compileNanos;

  Attempt(SkillSpec spec, Origin origin, String file, Feed feed, String order) {
    this.feed = feed;
    this.order = order;
    this.spec = spec;
    this.origin = origin;
    this.file = file;
  }

  /** Where the source of an order will lie, relative to the data folder. */
  static String fileOf(SkillSpec spec) {
    return "skills/" + spec.name() + "/" + JavaNames.fileName(spec);
  }

  String file() {
    return file;
  }

  Origin origin() {
    return origin;
  }

  <T> T compiling(Supplier<T> compile) {
    long from = System.nanoTime();
    try {
      T compiled = compile.get();
      passed(Stage.CLASSES);
      return compiled;
    } finally {
      compileNanos = System.nanoTime() - from;
    }
  }

  /** Tells that the stage that was under way is passed. */
  void passed(Stage stage) {
    long now = System.nanoTime();
    feed.passed(order, spec.name().value(), stage, now - mark);
    mark = now;
  }

  void found(List<Finding> more) {
    findings.addAll(more);
  }

  ForgeReport ended(Outcome outcome, SkillBundle bundle) {
    return report(outcome, bundle.version(), bundle.sha256(), Optional.empty());
  }

  ForgeReport refused(Rejected rejected) {
    findings.addAll(0, rejected.findings());
    return report(Outcome.REFUSED, "", "", Optional.of(rejected.stage()));
  }

  private ForgeReport report(
      Outcome outcome, String version, String sha256, Optional<Stage> refusedAt) {
    long nanos = System.nanoTime() - begun;
    ForgeReport report =
        new ForgeReport(
            outcome,
            spec.name(),
            file,
            origin,
            version,
            sha256,
            refusedAt,
            findings,
            notes(),
            TimeUnit.NANOSECONDS.toMillis(compileNanos),
            TimeUnit.NANOSECONDS.toMillis(nanos),
            spec.grants());
    feed.ended(order, report, nanos);
    return report;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (origin == Origin.TEMPLATE)
      notes.add(
          "This is a scaffold: it checks its parameters and answers with them. Give 'body' or 'source' for what it shall do.");
    if (origin != Origin.SOURCE)
      for (Param param : spec.params())
        if (!param.variable().equals(param.name()))
          notes.add(
              "In Java, parameter '"
                  + param.name()
                  + "' is the variable '"
                  + param.variable()
                  + "'.");
    return notes;
  }
}
