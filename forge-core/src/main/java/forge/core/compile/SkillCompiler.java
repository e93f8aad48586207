// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Rejected;
import forge.make.SourceSet;
import java.util.function.Supplier;

/**
 * Compiles the source of skills in memory.
 *
 * <p>Each compile is as if it were the first: nothing of an earlier one, failed or not, is seen.
 * Called by many threads at once; as many compile in parallel as there are processors.
 */
public interface SkillCompiler {

  /** The compiler for this runtime: ECJ, with javac for what it refuses where javac can be had. */
  static SkillCompiler of(Visible visible) {
    return of(() -> visible);
  }

  /** The same; what sources may see is asked for with the first of them. */
  static SkillCompiler of(Supplier<Visible> visible) {
    SkillCompiler ecj = new EcjCompiler(visible);
    return isJavacHere() ? new SecondOpinion(ecj, new JavacCompiler(visible)) : ecj;
  }

  /** Asked without touching javac's types, which need not be there. */
  private static boolean isJavacHere() {
    try {
      ClassLoader loader = SkillCompiler.class.getClassLoader();
      Class<?> pool = Class.forName("com.sun.tools.javac.api.JavacTaskPool", false, loader);
      Module ours = SkillCompiler.class.getModule();
      return pool.getModule().isExported(pool.getPackageName(), ours);
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** What is at work, for logs: {@code javac} or {@code ecj}. */
  String word();

  /**
   * Compiles one skill.
   *
   * @throws Rejected at {@link forge.make.Stage#CLASSES}, with the compiler's errors, then its
   *     warnings
   */
  ClassSet compile(SkillName name, SourceSet source);

  /** Makes the first compile that counts fast: compiles a sample in the calling thread. */
  default void warmUp() {
    WarmUp.run(this);
  }
}
