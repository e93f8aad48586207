// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TreeVisitor;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreeScanner;
import com.sun.tools.javac.api.BasicJavacTask;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;

/**
 * Has a kept context forget every class of a compile.
 *
 * <p>By itself the pool looks for classes in the trees of the compile when that has ended. By then
 * javac has taken nested, local and anonymous classes out of the trees, so they stay, and when the
 * same skill is compiled again their old records and permitted subclasses mix with the new ones:
 * javac fails, finds errors where there are none, or writes wrong classes. So what classes there
 * are is noted before they are taken out, and told to the pool as one more parsed unit.
 */
final class Forgetting {
  private final Object context;
  private final Iterable<? extends CompilationUnitTree> units;
  private final List<ClassTree> classes;

  private Forgetting(
      Object context, Iterable<? extends CompilationUnitTree> units, List<ClassTree> classes) {
    this.context = context;
    this.units = units;
    this.classes = classes;
  }

  /** Notes the classes of a task that has been analyzed and has not generated code. */
  static Forgetting of(JavacTask task, Iterable<? extends CompilationUnitTree> units) {
    List<ClassTree> classes = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree tree, Void none) {
        classes.add(tree);
        return super.visitClass(tree, none);
      }
    }.scan(units, null);
    return new Forgetting(((BasicJavacTask) task).getContext(), units, classes);
  }

  /** Tells the pool, through its context; gives whether that listens. */
  boolean run() {
    if (!(context instanceof TaskListener pool)) return false;
    for (CompilationUnitTree unit : units)
      pool.finished(new TaskEvent(TaskEvent.Kind.PARSE, new Flat(unit, classes)));
    return true;
  }

  /** Stands in for a unit, and shows a visitor all classes. */
  private record Flat(CompilationUnitTree unit, List<ClassTree> classes)
      implements CompilationUnitTree {

    @Override
    public <R, D> R accept(TreeVisitor<R, D> visitor, D data) {
      R last = null;
      for (ClassTree tree : classes) last = tree.accept(visitor, data);
      return last;
    }

    @Override
    public List<? extends AnnotationTree> getPackageAnnotations() {
      return unit.getPackageAnnotations();
    }

    @Override
    public ExpressionTree getPackageName() {
      return unit.getPackageName();
    }

    @Override
    public PackageTree getPackage() {
      return unit.getPackage();
    }

    @Override
    public List<? extends ImportTree> getImports() {
      return unit.getImports();
    }

    @Override
    public List<? extends Tree> getTypeDecls() {
      return unit.getTypeDecls();
    }

    @Override
    public JavaFileObject getSourceFile() {
      return unit.getSourceFile();
    }

    @Override
    public LineMap getLineMap() {
      return unit.getLineMap();
    }

    @Override
    public Kind getKind() {
      return unit.getKind();
    }
  }
}
