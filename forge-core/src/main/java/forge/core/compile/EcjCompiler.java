// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Severity;
import forge.make.SourceSet;
import java.lang.reflect.Field;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.CategorizedProblem;
import org.eclipse.jdt.core.compiler.CharOperation;
import org.eclipse.jdt.core.compiler.IProblem;
import org.eclipse.jdt.internal.compiler.ClassFile;
import org.eclipse.jdt.internal.compiler.CompilationResult;
import org.eclipse.jdt.internal.compiler.Compiler;
import org.eclipse.jdt.internal.compiler.DefaultErrorHandlingPolicies;
import org.eclipse.jdt.internal.compiler.env.ICompilationUnit;
import org.eclipse.jdt.internal.compiler.impl.CompilerOptions;
import org.eclipse.jdt.internal.compiler.lookup.LookupEnvironment;
import org.eclipse.jdt.internal.compiler.lookup.ModuleBinding;
import org.eclipse.jdt.internal.compiler.problem.DefaultProblemFactory;

/** The Eclipse compiler: for a runtime without javac. Keeps the class files it has read. */
final class EcjCompiler implements SkillCompiler {
  private static final Map<String, String> OPTIONS = options();

  private final Lanes<EcjTypes> lanes;

  EcjCompiler(Supplier<Visible> visible) {
    this.lanes = new Lanes<>(() -> new EcjTypes(visible.get()));
  }

  private static Map<String, String> options() {
    int newest = Integer.parseInt(CompilerOptions.getLatestVersion());
    String level = String.valueOf(Math.min(Runtime.version().feature(), newest));
    return Map.of(
        CompilerOptions.OPTION_Compliance, level,
        CompilerOptions.OPTION_Source, level,
        CompilerOptions.OPTION_TargetPlatform, level,
        CompilerOptions.OPTION_LineNumberAttribute, CompilerOptions.GENERATE,
        CompilerOptions.OPTION_LocalVariableAttribute, CompilerOptions.DO_NOT_GENERATE,
        CompilerOptions.OPTION_SourceFileAttribute, CompilerOptions.GENERATE,
        CompilerOptions.OPTION_UseStringConcatFactory, CompilerOptions.DISABLED,
        CompilerOptions.OPTION_Process_Annotations, CompilerOptions.DISABLED,
        CompilerOptions.OPTION_MaxProblemPerUnit, String.valueOf(Integer.MAX_VALUE));
  }

  @Override
  public String word() {
    return "ecj";
  }

  @Override
  public ClassSet compile(SkillName name, SourceSet source) {
    List<SourceText> sources = SourceText.of(source);
    return lanes.use(types -> compile(types, sources));
  }

  private static ClassSet compile(EcjTypes types, List<SourceText> sources) {
    Report report = new Report();
    Map<String, byte[]> classes = new TreeMap<>();
    try {
      Compiler compiler =
          new Compiler(
              types,
              DefaultErrorHandlingPolicies.proceedWithAllProblems(),
              new Quiet(),
              result -> take(result, report, classes),
              new DefaultProblemFactory(Locale.ROOT));
      compiler.useSingleThread = true;
      compiler.compile(sources.stream().map(Unit::new).toArray(ICompilationUnit[]::new));
      report.done();
    } catch (Throwable e) { // whatever a source makes ECJ throw is bad news about the source
      report.crash(e);
    }
    return report.result("ecj", sources.get(0).file(), classes);
  }

  /** As javac with {@code -Xlint:none}. */
  private static final class Quiet extends CompilerOptions {
    Quiet() {
      super(OPTIONS);
      warningThreshold.clearAll();
    }
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
