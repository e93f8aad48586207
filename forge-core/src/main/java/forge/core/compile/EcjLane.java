// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Severity;
import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.CategorizedProblem;
import org.eclipse.jdt.core.compiler.CharOperation;
import org.eclipse.jdt.core.compiler.IProblem;
import org.eclipse.jdt.internal.compiler.ClassFile;
import org.eclipse.jdt.internal.compiler.CompilationResult;
import org.eclipse.jdt.internal.compiler.env.ICompilationUnit;
import org.eclipse.jdt.internal.compiler.lookup.LookupEnvironment;
import org.eclipse.jdt.internal.compiler.lookup.ModuleBinding;

/**
 * One ECJ with what it keeps: the class files it has read, and what it has made of them.
 *
 * <p>The latter is thrown away whenever it may not be as good as new, and now and then so that it
 * does not grow.
 */
final class EcjLane {
  /** What sources capture of a kept type stays with it, some 80 kB a compile. */
  private static final int KEPT_FOR = 100;

  private final EcjTypes types;
  private KeptEcj ecj;
  private int uses;
  private Consumer<CompilationResult> taker;

  EcjLane(Visible visible) {
    this.types = new EcjTypes(visible);
    renew();
  }

  ClassSet compile(SkillName name, List<SourceText> sources) {
    Report report = new Report();
    Map<String, byte[]> classes = new TreeMap<>();
    boolean kept = false;
    try {
      taker = result -> take(result, report, classes);
      ecj.compile(sources.stream().map(Unit::new).toArray(ICompilationUnit[]::new));
      report.done();
      kept = !report.hasErrors() && ecj.forgets(name.module()) && ++uses < KEPT_FOR;
    } catch (Throwable e) { // whatever a source makes ECJ throw is bad news about the source
      report.crash(e);
    }
    if (!kept) renew();
    return report.result("ecj", sources.get(0).file(), classes);
  }

  private void renew() {
    ecj = new KeptEcj(types, result -> taker.accept(result));
    uses = 0;
  }

  private static void take(CompilationResult result, Report report, Map<String, byte[]> classes) {
    SourceText source = ((Unit) result.getCompilationUnit()).source();
    for (ClassFile file : result.getClassFiles())
      classes.put(CharOperation.toString(file.getCompoundName()), file.getBytes());
    CategorizedProblem[] problems = result.getAllProblems();
    if (problems == null) return;
    Stream.of(problems)
        .sorted(Comparator.comparingInt(CategorizedProblem::getSourceStart))
        .forEach(problem -> add(report, source, problem));
  }

  private static void add(Report report, SourceText source, CategorizedProblem problem) {
    if (problem.getID() == IProblem.Unclassified) return; // its own failure, which it also throws
    Severity severity = problem.isError() ? Severity.ERROR : Severity.WARNING;
    if (!report.takes(severity)) return;
    String rule = "ecj." + Words.OF.getOrDefault(problem.getID(), String.valueOf(problem.getID()));
    report.add(severity, rule, source, problem.getSourceStart(), problem.getMessage());
  }

  /** The names of ECJ's problems by number; read when there is a first problem. */
  private static final class Words {
    static final Map<Integer, String> OF =
        Stream.of(IProblem.class.getFields())
            .filter(field -> field.getType() == int.class)
            .collect(Collectors.toMap(Words::number, Field::getName, (first, second) -> first));

    private static int number(Field field) {
      try {
        return field.getInt(null);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A source text as ECJ reads it. */
  private record Unit(SourceText source) implements ICompilationUnit {
    @Override
    public char[] getContents() {
      return source.text().toCharArray();
    }

    @Override
    public char[] getMainTypeName() {
      return source.className().toCharArray();
    }

    /** Null: the package is not known from elsewhere. */
    @Override
    public char[][] getPackageName() {
      return null;
    }

    @Override
    public char[] getFileName() {
      return source.file().toCharArray();
    }

    @Override
    public ModuleBinding module(LookupEnvironment environment) {
      return environment.UnNamedModule;
    }
  }
}
