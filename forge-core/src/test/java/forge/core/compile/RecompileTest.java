// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static forge.core.compile.Compilers.anotherOf;
import static forge.core.compile.Compilers.compile;
import static forge.core.compile.Compilers.words;
import static forge.core.compile.Compilers.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.Rejected;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A compile is as if it were the first, whatever was compiled before it. */
class RecompileTest {
  private static final String BOTH = "forge.core.compile.Compilers#both";

  /** Versions of one skill whose nested classes come, go and change their kind. */
  private static final List<String> VERSIONS =
      List.of(
          "public class Words {}",
          "public class Words { record Word(String a) {} }",
          "public class Words { record Word(int b, String a) { Word { b++; } } }",
          "public class Words { static class Word { Object o = new Object() { int i; }; } }",
          "public class Words { sealed interface Word permits A, B {} record A() implements Word {}"
              + " static final class B implements Word {} }",
          "public class Words { sealed interface Word permits A {} record A(int i) implements Word"
              + " {} enum B { X { int f() { return 1; } }, Y; int f() { return 2; } } }",
          "public class Words { enum Word { A, B, C } int f(Word w) { switch (w) { case B: return 1;"
              + " default: return 0; } } }",
          "public class Words { interface Word<T extends Comparable<T>> { T get(); } Integer n = 0;"
              + " void f() { class A { Runnable r = () -> n++; } new A().r.run(); } }",
          "public class Words { @interface Word { int value() default 3; } @Word class A {} }",
          "public record Words(String text, int... counts) implements java.io.Serializable {}",
          "public sealed class Words permits A {} final class A extends Words {}",
          "public enum Words { ONE, TWO { } } class A { record Word() {} }",
          "public interface Words { int f(); default Words g() { return () -> 4; } }");

  @ParameterizedTest
  @MethodSource(BOTH)
  void recompilesAreByteForByteAsTheFirst(SkillCompiler compiler) {
    List<Map<String, String>> first =
        VERSIONS.stream().map(text -> hex(words(anotherOf(compiler), text))).toList();
    Random random = new Random(17);
    for (int i = 0; i < 300; i++) {
      int version = random.nextInt(VERSIONS.size());
      if (i % 29 == 0)
        assertThat(wrong(compiler, "class Words { record Word(A a) {} ")).isNotEmpty();
      ClassSet again = words(compiler, VERSIONS.get(version));
      assertThat(hex(again)).isEqualTo(first.get(version));
      assertThat(again.warnings()).isEmpty();
    }
  }

  private static Map<String, String> hex(ClassSet made) {
    Map<String, String> hex = new TreeMap<>();
    made.classes().forEach((name, bytes) -> hex.put(name, HexFormat.of().formatHex(bytes)));
    return hex;
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aFailedCompileHarmsNoOther(SkillCompiler compiler) {
    String good = "public class Words { record Word(int count) {} Helper h; } class Helper {}";
    String other = "package forge_gen_other; public class Other { Helper h; } class Helper {}";
    for (String bad :
        List.of(good.replace("int", "inte"), good + "}", "class Words extends Words {}"))
      for (int i = 0; i < 3; i++) {
        assertThat(wrong(compiler, bad)).isNotEmpty();
        assertThat(compile(compiler, new SkillName("other"), other).classes()).hasSize(2);
        assertThat(wrong(compiler, bad)).isNotEmpty();
        assertThat(words(compiler, good).classes()).hasSize(3);
      }
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatIsGoneIsNotSeen(SkillCompiler compiler) {
    words(compiler, "public class Words { static class Nested {} } class Helper {}");
    for (String gone : List.of("Helper", "Nested", "Words$Nested", "forge_gen_words.Helper"))
      assertThat(wrong(compiler, "public class Words { Object o = new " + gone + "(); }"))
          .extracting(Finding::where)
          .hasSize(1);
    SkillName other = new SkillName("other");
    compile(compiler, other, "package forge_gen_other; public class Other {}");
    assertThat(wrong(compiler, "public class Words extends forge_gen_other.Other {}")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aClassOfAnotherPackageHidesNothing(SkillCompiler compiler) {
    String user = "public class Words { forge.api.SkillName n; java.util.List<String> l; }";
    for (String alien :
        List.of("forge.api.SkillName", "forge.api.Alien", "java.util.List", "x.Y")) {
      int dot = alien.lastIndexOf('.');
      String text =
          "package " + alien.substring(0, dot) + "; class " + alien.substring(dot + 1) + " {}";
      try {
        compile(compiler, Compilers.WORDS, text);
      } catch (Rejected fine) {
        assertThat(fine.findings()).isNotEmpty();
      }
      assertThat(words(compiler, user).classes()).hasSize(1);
      assertThat(wrong(compiler, "class Words { forge.api.Alien a; }")).isNotEmpty();
    }
  }
}
