// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import java.util.Locale;
import org.eclipse.jdt.core.compiler.CategorizedProblem;
import org.eclipse.jdt.internal.compiler.IProblemFactory;
import org.eclipse.jdt.internal.compiler.problem.DefaultProblemFactory;

/** ECJ's words for what is wrong, in no language but its own; read when something is. */
final class EcjProblems implements IProblemFactory {

  private static final class Words {
    static final IProblemFactory OF_ECJ = new DefaultProblemFactory(Locale.ROOT);
  }

  @Override
  public CategorizedProblem createProblem(
      char[] file,
      int id,
      String[] arguments,
      String[] shown,
      int severity,
      int start,
      int end,
      int line,
      int column) {
    return Words.OF_ECJ.createProblem(
        file, id, arguments, shown, severity, start, end, line, column);
  }

  @Override
  public CategorizedProblem createProblem(
      char[] file,
      int id,
      String[] arguments,
      int elaboration,
      String[] shown,
      int severity,
      int start,
      int end,
      int line,
      int column) {
    return Words.OF_ECJ.createProblem(
        file, id, arguments, elaboration, shown, severity, start, end, line, column);
  }

  @Override
  public Locale getLocale() {
    return Locale.ROOT;
  }

  @Override
  public String getLocalizedMessage(int id, String[] shown) {
    return Words.OF_ECJ.getLocalizedMessage(id, shown);
  }

  @Override
  public String getLocalizedMessage(int id, int elaboration, String[] shown) {
    return Words.OF_ECJ.getLocalizedMessage(id, elaboration, shown);
  }
}
