// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.tools.javac.api.JavacTaskPool;
import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * One javac with what it keeps: its files, and its context, which holds the symbols of the JDK and
 * of the Skill API.
 *
 * <p>The context is thrown away whenever it may not be as good as new, and now and then so that it
 * does not grow.
 */
final class JavacLane {
  private static final int KEPT_FOR = 500;

  /**
   * No names of local variables: javac makes some up from identity hashes, and the same source
   * shall give the same bytes. Text is joined inline: a first call then links no call site, and the
   * joining shows in the bytecode.
   */
  private static final List<String> OPTIONS =
      List.of(
          "-proc:none",
          "-implicit:none",
          "-g:lines,source",
          "-Xlint:none",
          "-Xmaxerrs",
          String.valueOf(Integer.MAX_VALUE),
          "-XDstringConcat=inline");

  private final KeptFiles files;
  private JavacTaskPool pool = new JavacTaskPool(1);
  private int uses;

  JavacLane(Visible visible) {
    this.files = new KeptFiles(visible);
  }

  /** Compiles; when javac itself fails, once more with a new context. */
  ClassSet compile(SkillName name, List<SourceText> sources) {
    Report report = attempt(name, sources);
    if (report.crashed() && !report.outOfMemory()) report = attempt(name, sources);
    return report.result("javac", sources.get(0).file(), files.written());
  }

  private Report attempt(SkillName name, List<SourceText> sources) {
    Report report = new Report();
    boolean kept = false;
    files.clear();
    try {
      kept = run(report, sources);
    } catch (Throwable e) { // whatever a source makes javac throw is bad news about the source
      report.crash(e);
    }
    // The pool forgets classes only, and in a package of the platform it cannot undo them.
    if (!kept || !files.onlyIn(name.module()) || ++uses >= KEPT_FOR) renew();
    return report;
  }

  private void renew() {
    pool = new JavacTaskPool(1);
    uses = 0;
  }

  private boolean run(Report report, List<SourceText> sources) {
    return pool.getTask(
        Writer.nullWriter(),
        files,
        diagnostic -> add(report, diagnostic),
        OPTIONS,
        List.of(),
        sources.stream().map(MemorySource::new).toList(),
        task -> run(report, task));
  }

  /** Gives whether the context will be as good as new once the pool has it back. */
  private static boolean run(Report report, JavacTask task) {
    try {
      Iterable<? extends CompilationUnitTree> units = task.parse();
      if (!report.hasErrors()) task.analyze();
      if (report.hasErrors()) return false;
      Forgetting forgetting = Forgetting.of(task, units);
      task.generate();
      report.done();
      return !report.hasErrors() && forgetting.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(Report report, Diagnostic<? extends JavaFileObject> diagnostic) {
    Optional<Severity> severity = severity(diagnostic.getKind());
    if (severity.isEmpty() || !report.takes(severity.get())) return;
    String rule = diagnostic.getCode();
    String message = diagnostic.getMessage(Locale.ROOT); // not even in the machine's own language
    if (diagnostic.getSource() instanceof MemorySource source && diagnostic.getPosition() >= 0)
      report.add(severity.get(), rule, source.text(), (int) diagnostic.getPosition(), message);
    else report.add(severity.get(), rule, "", message, "");
  }

  private static Optional<Severity> severity(Diagnostic.Kind kind) {
    return switch (kind) {
      case ERROR -> Optional.of(Severity.ERROR);
      case WARNING, MANDATORY_WARNING -> Optional.of(Severity.WARNING);
      case NOTE, OTHER -> Optional.empty();
    };
  }
}
