// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jdt.core.compiler.CharOperation;
import org.eclipse.jdt.internal.compiler.Compiler;
import org.eclipse.jdt.internal.compiler.DefaultErrorHandlingPolicies;
import org.eclipse.jdt.internal.compiler.ICompilerRequestor;
import org.eclipse.jdt.internal.compiler.ast.CompilationUnitDeclaration;
import org.eclipse.jdt.internal.compiler.env.ICompilationUnit;
import org.eclipse.jdt.internal.compiler.impl.CompilerOptions;
import org.eclipse.jdt.internal.compiler.lookup.LookupEnvironment;
import org.eclipse.jdt.internal.compiler.util.HashtableOfPackage;

/**
 * ECJ with the types of class files kept from one compile to the next. By itself it forgets all
 * types after each, and half of a compile is to make those again.
 */
final class KeptEcj extends Compiler {
  private static final Map<String, String> OPTIONS = options();

  /** Its packages by their first word; of all that is to be forgotten it shows the rest. */
  private static final Field KNOWN = known();

  private final List<CompilationUnitDeclaration> units = new ArrayList<>();

  /** Tells the requestor what it finds; reads class files as the types have them. */
  KeptEcj(EcjTypes types, ICompilerRequestor requestor) {
    super(
        types,
        DefaultErrorHandlingPolicies.proceedWithAllProblems(),
        new Quiet(),
        requestor,
        new EcjProblems());
    this.useSingleThread = true;
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

  /** As javac with {@code -Xlint:none}. */
  private static final class Quiet extends CompilerOptions {
    Quiet() {
      super(OPTIONS);
      warningThreshold.clearAll();
    }
  }

  private static Field known() {
    try {
      Field field = LookupEnvironment.class.getDeclaredField("knownPackages");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("another ECJ than the product was made with", e);
    }
  }

  /** Called after each compile: what was read of class files stays. */
  @Override
  public void reset() {
    parser.scanner.source = null;
    unitsToProcess = null;
    problemReporter.reset();
  }

  @Override
  protected synchronized void addCompilationUnit(
      ICompilationUnit source, CompilationUnitDeclaration unit) {
    super.addCompilationUnit(source, unit);
    units.add(unit);
  }

  /**
   * Has it forget what sources declared since it was last asked to.
   *
   * @param name the one package in which that may be
   * @return whether it was, so that all it still knows comes from class files
   */
  boolean forgets(String name) throws IllegalAccessException {
    lookupEnvironment.UnNamedModule.declaredPackages.put(name.toCharArray(), null);
    ((HashtableOfPackage<?>) KNOWN.get(lookupEnvironment)).put(name.toCharArray(), null);
    boolean onlyThere = units.stream().allMatch(unit -> packageOf(unit).equals(name));
    units.clear();
    return onlyThere;
  }

  private static String packageOf(CompilationUnitDeclaration unit) {
    return unit.currentPackage == null ? "" : CharOperation.toString(unit.currentPackage.tokens);
  }
}
