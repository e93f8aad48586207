// SPDX-License-Identifier: Apache-2.0
package forge.core.compile;

import static forge.core.compile.Compilers.WORDS;
import static forge.core.compile.Compilers.compile;
import static forge.core.compile.Compilers.words;
import static forge.core.compile.Compilers.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.api.Skill;
import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Severity;
import forge.make.SourceSet;
import forge.make.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both compilers owe: classes that run, and errors that say where and what. */
class SkillCompilerTest {
  private static final String BOTH = "forge.core.compile.Compilers#both";
  private static final String SKILL =
      """
      package forge_gen_words;

      import forge.api.*;
      import java.util.*;
      import org.osgi.service.component.annotations.Component;

      /** Counts words. */
      @Component(service = Skill.class)
      @SkillInfo(name = "words", version = "1.2.3", description = "counts words")
      public final class Words implements Skill {
        record Word(String text, int count) {}

        sealed interface Answer permits None, Some {}

        record None() implements Answer {}

        record Some(List<Word> words) implements Answer {}

        @Override
        public SkillResult call(SkillRequest request, SkillContext context) {
          String text = request.required("text", ValueType.of("string")).toString();
          Map<String, Integer> counts = new TreeMap<>();
          for (String word : text.split(" ")) counts.merge(word, 1, Integer::sum);
          List<Word> words = new ArrayList<>();
          counts.forEach((word, count) -> words.add(new Word(word, count)));
          Answer answer = words.isEmpty() ? new None() : new Some(words);
          if (answer instanceof Some some) return SkillResult.ok(some.words().size() + " words");
          throw new Refusal("no words");
        }
      }
      """;

  @ParameterizedTest
  @MethodSource(BOTH)
  void aSkillCompilesAndRuns(SkillCompiler compiler) throws Exception {
    ClassSet made = compile(compiler, WORDS, SKILL);
    assertThat(made.warnings()).isEmpty();
    assertThat(made.classes())
        .containsOnlyKeys(
            "forge_gen_words.Words",
            "forge_gen_words.Words$Word",
            "forge_gen_words.Words$Answer",
            "forge_gen_words.Words$None",
            "forge_gen_words.Words$Some");
    Skill skill = (Skill) load(made, "forge_gen_words.Words").getConstructor().newInstance();
    assertThat(skill.call(new SkillRequest(Map.of("text", "to be or not to be")), null).value())
        .isEqualTo("4 words");
    assertThat(text(made.classes().get("forge_gen_words.Words")))
        .contains("Lorg/osgi/service/component/annotations/Component;", "SourceFile", "Words.java")
        .contains("LineNumberTable")
        .doesNotContain("LocalVariableTable", "StringConcatFactory");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void twoFilesSeeEachOther(SkillCompiler compiler) {
    ClassSet made =
        compiler.compile(
            WORDS,
            new SourceSet(
                Map.of(
                    "Words.java", "package forge_gen_words; public class Words extends Base {}",
                    "Base.java", "package forge_gen_words; class Base {}")));
    assertThat(made.classes()).containsOnlyKeys("forge_gen_words.Words", "forge_gen_words.Base");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void anErrorSaysWhereAndWhat(SkillCompiler compiler) {
    List<Finding> findings =
        wrong(compiler, "\r\npublic class Words {\n\tint count = sum;\r  String s = total;\n}");
    assertThat(findings).hasSize(2).allMatch(finding -> finding.severity() == Severity.ERROR);
    assertThat(findings).allMatch(finding -> finding.stage() == Stage.CLASSES);
    assertThat(findings)
        .extracting(Finding::where)
        .containsExactly("Words.java:3:14", "Words.java:4:14");
    assertThat(findings)
        .extracting(Finding::lineText)
        .containsExactly("\tint count = sum;", "  String s = total;");
    assertThat(findings.get(0).rule())
        .isIn("compiler.err.cant.resolve.location", "ecj.UnresolvedVariable");
    assertThat(findings.get(0).message())
        .isIn(
            "cannot find symbol\n  symbol:   variable sum\n  location: class forge_gen_words.Words",
            "sum cannot be resolved to a variable");
    assertThat(Diagnostics.text(findings))
        .startsWith("Words.java:3: error: ")
        .contains("\n\tint count = sum;\n\t            ^\n");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void ofManyErrorsAHundredAreShown(SkillCompiler compiler) {
    String fields = "int a%d = b;\n";
    List<Finding> findings =
        wrong(
            compiler,
            "class Words {\n"
                + String.join(
                    "", IntStream.range(0, 250).mapToObj(i -> fields.formatted(i)).toList())
                + "}");
    assertThat(findings).hasSize(101);
    assertThat(findings.get(99).where()).isEqualTo("Words.java:101:11");
    assertThat(findings.get(100).message()).startsWith("150 more errors");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void ofALongLineOnlyWhatIsAroundIsShown(SkillCompiler compiler) {
    String pad = " ".repeat(10_000);
    List<Finding> findings = wrong(compiler, pad + "class Words { int a = wrong; }" + pad);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).where()).isEqualTo("Words.java:1:10047");
    assertThat(findings.get(0).lineText()).contains("int a = wrong;").hasSizeLessThan(210);
    assertThat(Diagnostics.text(findings)).contains("\n" + " ".repeat(101) + "^\n");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aPublicClassIsInTheFileOfItsName(SkillCompiler compiler) {
    assertThat(wrong(compiler, "public class Other {}").get(0).rule())
        .isIn("compiler.err.class.public.should.be.in.file", "ecj.PublicClassMustMatchFileName");
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void aFileIsNamedAfterAClass(SkillCompiler compiler) {
    for (String file : List.of("module-info.java", "../Words.java", "Words.txt", "", "a\0.java"))
      assertThatThrownBy(() -> compiler.compile(WORDS, new SourceSet(Map.of(file, "class A {}"))))
          .isInstanceOfSatisfying(
              Rejected.class,
              e -> assertThat(e.findings().get(0).rule()).isEqualTo("compiler.file.name"));
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void onlyTheApiAndTheExportedJdkAreVisible(SkillCompiler compiler) {
    assertThat(words(compiler, "class Words { java.net.http.HttpClient client; }").classes())
        .hasSize(1);
    for (String hidden :
        List.of(
            "jdk.internal.misc.Unsafe",
            "sun.security.x509.X500Name",
            "com.sun.tools.javac.api.JavacTaskPool",
            "forge.make.Order",
            "forge.core.compile.Visible",
            "org.osgi.framework.Bundle",
            "org.junit.jupiter.api.Test"))
      assertThat(wrong(compiler, "class Words { " + hidden + " hidden; }")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void classesAreForTheRunningMachine(SkillCompiler compiler) {
    byte[] bytes = words(compiler, "class Words {}").classes().get("forge_gen_words.Words");
    assertThat(bytes[7] - 44).isEqualTo(Runtime.version().feature());
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void warmingUpLeavesNothingBehind(SkillCompiler compiler) {
    compiler.warmUp();
    assertThat(wrong(compiler, "class Words { forge_gen_warm_up.WarmUp seen; }")).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource(BOTH)
  void differentSkillsCompileInParallel(SkillCompiler compiler) {
    List<Integer> sizes =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> new SkillName("n" + i))
            .map(name -> compile(compiler, name, skill(name)).classes().size())
            .toList();
    assertThat(sizes).hasSize(200).containsOnly(5);
  }

  private static String skill(SkillName name) {
    return SKILL
        .replace("forge_gen_words", name.module())
        .replace("class Words", "class " + name.className());
  }

  @Test
  void javacHasTheLastWord() {
    assertThat(SkillCompiler.of(Compilers.VISIBLE).word()).isEqualTo("ecj and javac");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static Class<?> load(ClassSet made, String name) throws ClassNotFoundException {
    ClassLoader loader =
        new ClassLoader(Skill.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            byte[] bytes = made.classes().get(wanted);
            if (bytes == null) throw new ClassNotFoundException(wanted);
            return defineClass(wanted, bytes, 0, bytes.length);
          }
        };
    return loader.loadClass(name);
  }
}
