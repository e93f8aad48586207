// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.eclipse.jdt.internal.compiler.env.ICompilationUnit;
import org.eclipse.jdt.internal.compiler.lookup.LookupEnvironment;
import org.eclipse.jdt.internal.compiler.lookup.ModuleBinding;
import org.eclipse.jdt.internal.compiler.lookup.ReferenceBinding;
import org.junit.jupiter.api.Test;

/** Types of class files stay from one compile to the next, those of sources do not. */
class KeptEcjTest {

  private final KeptEcj ecj =
      new KeptEcj(
          new EcjTypes(Compilers.VISIBLE),
          result -> assertThat(result.hasErrors()).as("%s", result).isFalse());

  private record Unit(String text) implements ICompilationUnit {
    @Override
    public char[] getContents() {
      return text.toCharArray();
    }

    @Override
    public char[] getMainTypeName() {
      return "Words".toCharArray();
    }

    @Override
    public char[][] getPackageName() {
      return null;
    }

    @Override
    public char[] getFileName() {
      return "Words.java".toCharArray();
    }

    @Override
    public ModuleBinding module(LookupEnvironment environment) {
      return environment.UnNamedModule;
    }
  }

  private void compile(String text) {
    ecj.compile(new ICompilationUnit[] {new Unit(text)});
  }

  private ReferenceBinding known(String name) {
    char[][] parts = Stream.of(name.split("\\.")).map(String::toCharArray).toArray(char[][]::new);
    return ecj.lookupEnvironment.getCachedType(parts);
  }

  @Test
  void whatWasReadOfAClassFileStays() throws Exception {
    compile(
        "package forge_gen_words; public class Words { java.util.TreeMap<String, Integer> m; }");
    ReferenceBinding map = known("java.util.TreeMap");
    assertThat(map).isNotNull();
    assertThat(known("forge_gen_words.Words")).isNotNull();
    assertThat(ecj.forgets("forge_gen_words")).isTrue();
    assertThat(known("forge_gen_words.Words")).isNull();
    assertThat(known("java.util.TreeMap")).isSameAs(map);
    compile("package forge_gen_words; public record Words(java.util.TreeMap<String, Long> map) {}");
    assertThat(ecj.forgets("forge_gen_words")).isTrue();
    assertThat(known("java.util.TreeMap")).isSameAs(map);
  }

  @Test
  void whatIsDeclaredElsewhereIsNotForgotten() throws Exception {
    for (String place : new String[] {"package other;", "package forge_gen_words.sub;", ""}) {
      compile(place + " class Words {}");
      assertThat(ecj.forgets("forge_gen_words")).as(place).isFalse();
    }
    compile("package forge_gen_words; class Words {}");
    assertThat(ecj.forgets("forge_gen_words")).isTrue();
  }
}
