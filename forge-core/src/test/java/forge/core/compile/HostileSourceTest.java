// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static forge.core.compile.Compilers.words;
import static forge.core.compile.Compilers.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import forge.make.Finding;
import forge.make.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Source that means no good is compiled or refused, and harms no later compile. */
class HostileSourceTest {
  private static final String BOTH = "forge.core.compile.Compilers#both";

  @AfterEach
  void stillAsGoodAsNew() {
    Compilers.both()
        .forEach(
            compiler ->
                assertThat(words(compiler, "class Words { record A(int i) {} }").classes())
                    .containsOnlyKeys("forge_gen_words.Words", "forge_gen_words.Words$A"));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void nestingWithoutEndIsAFinding(SkillCompiler compiler) {
    List<String> sources =
        List.of(
            "class Words { int i = " + "(".repeat(5_000) + "1" + ")".repeat(5_000) + "; }",
            "class Words { boolean b = " + "!".repeat(20_000) + "true; }",
            "class Words { { " + "{".repeat(5_000) + "}".repeat(5_000) + " } }",
            "class Words { Object o = this" + ".toString()".repeat(10_000) + "; }",
            "class Words { void f(int i) { " + "if (i > 0) {} else ".repeat(5_000) + "{} } }",
            "class Words { int" + "[]".repeat(5_000) + " i; }",
            "class W {".repeat(3_000) + "}".repeat(3_000),
            "class Words { String s = \"a\"" + " + this".repeat(10_000) + "; }",
            "class Words { Object o = " + "() -> ".repeat(3_000) + "1; }");
    for (String source : sources) acceptedOrRefused(compiler, source);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void oddTextIsCompiledOrAFinding(SkillCompiler compiler) {
    List<String> sources =
        List.of(
            "class Words { String s = \"\\u0041\\uuu0042\"; }",
            "\\u0063lass Words {}",
            "class Words { String s = \"\\u000a\"; }",
            "class Words { String s = \"\\u00\"; }",
            "class Words { String s = \"\0\"; }",
            "class Words { \0 }",
            "class Words {}\u001a",
            "class Words {} /* ",
            "class Words { String s = \"\"\"",
            "class Words { char c = '\ud800'; }",
            "class Words { int \u202e = 1; }",
            "class Words { int i = 99999999999; }",
            "class Words { // " + "x".repeat(1_000_000) + "\n}",
            "class Words { int " + "x".repeat(70_000) + "; }",
            "class Words { void f() { " + "System.out.println(1);\n".repeat(10_000) + "} }",
            "",
            ";;;",
            "hello",
            "\n".repeat(100_000));
    for (String source : sources) acceptedOrRefused(compiler, source);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aByteOrderMarkIsNoPartOfTheText(SkillCompiler compiler) {
    String marked = "\ufeffpackage forge_gen_words; class Words {}";
    assertThat(Compilers.compile(compiler, Compilers.WORDS, marked).classes()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aFailureOfTheCompilerSaysWhatToDo(SkillCompiler compiler) {
    Finding finding =
        wrong(compiler, "class Words { Object o = this" + ".toString()".repeat(50_000) + "; }")
            .get(0);
    assertThat(finding.rule()).isEqualTo("compiler.crash");
    assertThat(finding.where()).isEqualTo("Words.java");
    assertThat(finding.message()).contains("java.lang.StackOverflowError", "simplify");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatIsTooDeepIsToldBeforeTheCompilerSeesIt(SkillCompiler compiler) {
    List<String> deep =
        List.of(
            "class Words { int i = " + "(".repeat(3_000) + "1" + ")".repeat(3_000) + "; }",
            "class Words { " + "{".repeat(201) + "}".repeat(201) + " }",
            "class Words { Object o = new int" + "[a".repeat(300) + "]".repeat(300) + "; }",
            "class Words { " + "java.util.List<".repeat(300) + "String" + ">".repeat(300) + " l; }",
            "class Words { String s = \"\"\"\n\\\"\"\" ((( \"\"\"; int i = "
                + "(".repeat(300)
                + "; }",
            "class Words { String s = \"\\\"\"; int i = " + "(".repeat(300) + "; }");
    for (String source : deep) {
      Finding finding = wrong(compiler, source).get(0);
      assertThat(finding.rule()).as(source).isEqualTo("compiler.depth");
      assertThat(finding.where()).matches("Words\\.java:\\d:\\d+");
      assertThat(finding.message()).contains("200", "methods of their own");
    }
    Finding size = wrong(compiler, " ".repeat(Shape.LONGEST)).get(0);
    assertThat(size.rule()).isEqualTo("compiler.size");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void whatOnlyLooksDeepIsNot(SkillCompiler compiler) {
    String many = "([{<".repeat(300);
    for (String source :
        List.of(
            "class Words { // " + many + "\n }",
            "class Words { /* " + many + " */ }",
            "class Words { String s = \"" + many + "\\\"" + many + "\"; }",
            "class Words { String s = \"\"\"\n" + many + "\n\\\"\"\"" + many + "\"\"\"; }",
            "class Words { char[] c = {" + "'(', '\\'', '\"', '[', ".repeat(100) + "}; }",
            "class Words { boolean f(int i) { return " + "i < 3 || ".repeat(300) + "true; } }",
            "class Words { int f(int i) { return " + "i << 1 & ".repeat(300) + "1; } }",
            "class Words { int i = " + "(".repeat(150) + "1" + ")".repeat(150) + "; }"))
      assertThat(words(compiler, source).classes()).as(source).hasSize(1);
  }

  private static void acceptedOrRefused(SkillCompiler compiler, String source) {
    try {
      assertThat(words(compiler, source).classes()).isNotNull();
    } catch (Rejected refused) {
      List<Finding> findings = new ArrayList<>(refused.findings());
      assertThat(findings).isNotEmpty().hasSizeLessThanOrEqualTo(101);
      assertThat(findings).allMatch(finding -> finding.lineText().length() <= 202);
      assertThat(findings).allMatch(finding -> finding.message().length() <= 2_001);
      assertThat(Diagnostics.text(findings)).contains("error: ");
    }
  }
}
