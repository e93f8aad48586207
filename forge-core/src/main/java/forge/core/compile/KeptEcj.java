// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.lang.reflect.Field;
import java.util.Map;
import org.eclipse.jdt.internal.compiler.Compiler;
import org.eclipse.jdt.internal.compiler.DefaultErrorHandlingPolicies;
import org.eclipse.jdt.internal.compiler.ICompilerRequestor;
import org.eclipse.jdt.internal.compiler.impl.CompilerOptions;
import org.eclipse.jdt.internal.compiler.lookup.LookupEnvironment;
import org.eclipse.jdt.internal.compiler.lookup.PlainPackageBinding;
import org.eclipse.jdt.internal.compiler.util.HashtableOfPackage;

/**
 * ECJ with the types of class files kept from one compile to the next. By itself it forgets all
 * types after each, and half of a compile is to make those again.
 */
final class KeptEcj extends Compiler {
  private static final Map<String, String> OPTIONS = options();

  /** Its packages by their first word; of all that is to be forgotten it shows the rest. */
  private static final Field KNOWN = known();

  private final EcjTypes types;

  /** Tells the requestor what it finds; reads class files as the types have them. */
  KeptEcj(EcjTypes types, ICompilerRequestor requestor) {
    super(
        types,
        DefaultErrorHandlingPolicies.proceedWithAllProblems(),
        new Quiet(),
        requestor,
        new EcjProblems());
    this.types = types;
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

  /**
   * Has it forget a package of sources.
   *
   * @return whether all packages that it still knows are of class files
   */
  boolean forgets(String name) throws IllegalAccessException {
    HashtableOfPackage<PlainPackageBinding> declared =
        lookupEnvironment.UnNamedModule.declaredPackages;
    declared.put(name.toCharArray(), null);
    ((HashtableOfPackage<?>) KNOWN.get(lookupEnvironment)).put(name.toCharArray(), null);
    return declared.keys().stream()
        .filter(each -> declared.get(each) != null)
        .allMatch(each -> types.isPackage(new String(each)));
  }
}
