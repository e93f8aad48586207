// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.SourceSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Both compilers, kept from test to test, and sources for them. */
final class Compilers {
  static final Visible VISIBLE = Visible.ofClassPath();
  static final SkillName WORDS = new SkillName("words");

  private static final List<SkillCompiler> BOTH =
      List.of(new JavacCompiler(() -> VISIBLE), new EcjCompiler(() -> VISIBLE));

  private Compilers() {}

  /** For {@code @MethodSource}. */
  static Stream<SkillCompiler> both() {
    return BOTH.stream();
  }

  /** A compiler of the same kind that has compiled nothing yet. */
  static SkillCompiler anotherOf(SkillCompiler compiler) {
    return compiler instanceof JavacCompiler
        ? new JavacCompiler(() -> VISIBLE)
        : new EcjCompiler(() -> VISIBLE);
  }

  /** Compiles {@code Words.java} of the skill {@code words}, its package line before the text. */
  static ClassSet words(SkillCompiler compiler, String text) {
    return compile(compiler, WORDS, "package forge_gen_words;" + text);
  }

  static ClassSet compile(SkillCompiler compiler, SkillName name, String text) {
    return compiler.compile(name, new SourceSet(Map.of(name.className() + ".java", text)));
  }

  /** What is wrong with {@code Words.java}, of which something must be. */
  static List<Finding> wrong(SkillCompiler compiler, String text) {
    Rejected rejected = catchThrowableOfType(Rejected.class, () -> words(compiler, text));
    if (rejected == null) throw new AssertionError(compiler.word() + " took: " + text);
    return rejected.findings();
  }
}
