// SPDX-License-Identifier: Apache-2.0
package forge.core.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import forge.api.SkillName;
import forge.core.compile.SkillCompiler;
import forge.core.compile.Visible;
import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.SourceSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.condition.Condition;

/** A source is compiled in another process, as it would be here, and harms that process only. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class CompilersTest {

  private static final SkillName WORDS = new SkillName("words");
  private static final Duration LONGEST = Duration.ofSeconds(6);
  private static final String GOOD = "public class Words { record A(int i) {} int a = 1; }";

  /** For each level of lambdas ECJ looks at what is in it several times. */
  private static final String ENDLESS = "class Words { Object o = " + lambdas(30) + "; }";

  /** For each level javac, which is asked as there is an error, tries both ways of it. */
  private static final String ENDLESS_FOR_JAVAC =
      "class Words { static <T> T id(T t) { return t; } Object o = " + levels(30) + "; Wrong w; }";

  @TempDir static Path folder;
  private static final SkillCompiler HERE = SkillCompiler.of(Visible.ofClassPath());
  private static Compilers apart;

  @BeforeAll
  static void start() {
    apart = Compilers.ofClassPath(folder, 2, LONGEST);
  }

  @AfterAll
  static void stop() throws Exception {
    List<ProcessHandle> ended = processes();
    apart.close();
    for (ProcessHandle each : ended) each.onExit().get(1, TimeUnit.MINUTES);
  }

  @AfterEach
  void itGoesOn() {
    same(GOOD);
    assertThat(processes()).isNotEmpty();
  }

  private static String lambdas(int levels) {
    String nested = "1";
    for (int i = 0; i < levels; i++)
      nested = "java.util.Optional.of(1).map(x" + i + " -> " + nested + ").get()";
    return nested;
  }

  private static String levels(int levels) {
    String nested = "1";
    for (int i = 0; i < levels; i++)
      nested = "(Math.random() > 0 ? id(" + nested + ") : id(" + i + "))";
    return nested;
  }

  private static List<ProcessHandle> processes() {
    return ProcessHandle.current()
        .children()
        .filter(each -> each.info().commandLine().orElse("").contains("compiler.jar"))
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static SourceSet words(String text) {
    return new SourceSet(Map.of("Words.java", "package forge_gen_words; " + text));
  }

  private static List<Finding> wrong(SkillCompiler compiler, String text) {
    Rejected rejected =
        catchThrowableOfType(Rejected.class, () -> compiler.compile(WORDS, words(text)));
    assertThat(rejected).as(text.substring(0, Math.min(500, text.length()))).isNotNull();
    return rejected.findings();
  }

  private static Finding refusal(String text) {
    Finding finding = wrong(apart, text).get(0);
    assertThat(finding.message()).isNotBlank();
    return finding;
  }

  private static void same(String text) {
    ClassSet there = apart.compile(WORDS, words(text));
    ClassSet here = HERE.compile(WORDS, words(text));
    assertThat(there.warnings()).isEqualTo(here.warnings());
    assertThat(there.classes()).containsOnlyKeys(here.classes().keySet());
    there.classes().forEach((name, bytes) -> assertThat(bytes).isEqualTo(here.classes().get(name)));
  }

  @Test
  void itsFilesLieWhereWhoeverRunsConfinedCanReadThem(@TempDir Path place) throws IOException {
    Path data = place.resolve("data");
    Path beside = Files.createDirectories(place.resolve("product/archive"));
    Optional<Path> archive = Optional.of(beside.resolve("java.jsa"));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(CompileStart.folder(archive, data)).isEqualTo(beside);
    assertThat(CompileStart.folder(Optional.empty(), data)).isEqualTo(data.resolve("run"));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
    assertThat(CompileStart.folder(archive, data)).isEqualTo(data.resolve("run"));
    Optional<Path> none = Optional.of(place.resolve("gone/java.jsa"));
    assertThat(CompileStart.folder(none, data)).isEqualTo(data.resolve("run"));
  }

  /** Maven's has signatures; with them a JVM archives none of its classes. */
  @Test
  void itsCompilerIsACopyWithoutSignatures() throws IOException {
    assertThat(apart.compile(WORDS, words(GOOD)).classes()).hasSize(2);
    Path jar;
    try (Stream<Path> files = Files.list(folder)) {
      jar =
          files.filter(file -> file.getFileName().toString().matches("ecj-.*jar")).findAny().get();
    }
    try (JarFile file = new JarFile(jar.toFile(), false)) {
      assertThat(file.stream().map(JarEntry::getName))
          .contains("org/eclipse/jdt/internal/compiler/Compiler.class")
          .noneMatch(name -> name.endsWith(".SF"));
    }
  }

  @Test
  void itIsAnotherProcess() {
    assertThat(apart.isApart()).isTrue();
    assertThat(apart.word()).isEqualTo(HERE.word());
    assertThat(processes()).isNotEmpty();
  }

  @Test
  void goodSourceGivesTheSameClasses() {
    same(
        "public class Words { enum E { A, B } int f(E e) { return switch (e) { case A -> 1; case B"
            + " -> 2; }; } }");
    same(
        "public class Words { String s = \"ä€\\uD83D\" + hashCode(); Runnable r = () -> { new"
            + " Object() {}; }; }");
    same(
        "import forge.api.*; public class Words implements Skill { public SkillResult call("
            + "SkillRequest r, SkillContext c) { return SkillResult.ok(1); } }");
  }

  @Test
  void badSourceGivesTheSameFindings() {
    for (String bad :
        List.of(
            "public class Words {\r\n\tint a = b;\n  String s = \"ä€\" + c; }",
            "public class Other {}",
            "class Words { " + "int a = b;\n".repeat(250) + "}",
            "class Words { int a = " + "x".repeat(5_000) + " wrong; }",
            "class Words { \0 char c = '\ud800'; }",
            "class Words { forge.core.compile.Visible hidden; }",
            ""))
      if (bad.isEmpty()) same(bad);
      else assertThat(wrong(apart, bad)).isEqualTo(wrong(HERE, bad));
    for (String file : List.of("../Words.java", "module-info.java"))
      assertThat(
              catchThrowableOfType(
                      Rejected.class,
                      () -> apart.compile(WORDS, new SourceSet(Map.of(file, "class A {}"))))
                  .findings()
                  .get(0)
                  .rule())
          .isEqualTo("compiler.file.name");
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 20, 24, 30})
  void aConstantThatDoublesIsRefused(int doublings) {
    StringBuilder text = new StringBuilder("class Words { static final String A0 = \"");
    text.append("0123456789abcdef".repeat(60)).append("\";\n");
    for (int i = 1; i <= doublings; i++)
      text.append("static final String A%d = A%d + A%d;\n".formatted(i, i - 1, i - 1));
    assertThat(refusal(text.append('}').toString()).rule())
        .isIn("compiler.err.limit.string", "compiler.memory", "compiler.time", "compiler.crash");
  }

  @Test
  void whatIsNestedTooDeepIsRefusedUnseen() {
    long killed = apart.killed();
    assertThat(
            refusal("class Words { int i = " + "(".repeat(3_000) + "1" + ")".repeat(3_000) + "; }"))
        .extracting(Finding::rule)
        .isEqualTo("compiler.depth");
    String list = "java.util.List<".repeat(500) + "String" + ">".repeat(500);
    assertThat(refusal("class Words { " + list + " l; }").rule()).isEqualTo("compiler.depth");
    assertThat(apart.killed()).isEqualTo(killed);
  }

  @Test
  void aChainWithoutEndIsRefused() {
    for (String chain :
        List.of(
            "Object o = this" + ".toString()".repeat(50_000),
            "boolean b = " + "!".repeat(200_000) + "true",
            "Object o = 1" + " + hashCode()".repeat(50_000)))
      assertThat(refusal("class Words { " + chain + "; }").message()).contains("simplify");
  }

  private static List<String> endless() {
    return List.of(ENDLESS, ENDLESS_FOR_JAVAC);
  }

  @ParameterizedTest
  @MethodSource("endless")
  void aSearchForTypesWithoutEndIsEnded(String endless) {
    long begun = System.nanoTime();
    assertThat(refusal(endless).rule()).isEqualTo("compiler.time");
    assertThat(System.nanoTime() - begun).isLessThan(Duration.ofMinutes(2).toNanos());
  }

  @Test
  void classesWithoutEndAreRefused() {
    String text =
        IntStream.range(0, 600)
            .mapToObj(i -> "static final String S" + i + " = A + " + i + ";\n")
            .collect(Collectors.joining());
    String one = "static final String A = \"" + "x".repeat(60_000) + "\";\n";
    assertThat(refusal("class Words { " + one + text + "}").rule())
        .isIn("compiler.output", "compiler.memory", "compiler.time");
  }

  @Test
  void aProcessThatIsKilledCostsNothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      CompletableFuture<ClassSet> made =
          CompletableFuture.supplyAsync(() -> apart.compile(WORDS, words(slow())));
      processes().forEach(ProcessHandle::destroyForcibly);
      assertThat(made.get(1, TimeUnit.MINUTES).classes()).hasSize(1);
    }
  }

  private static String slow() {
    return "class Words { void f() { " + "hashCode();\n".repeat(2_000) + " } }";
  }

  @Test
  void whileOneCompilesWithoutEndOthersGoOn() throws Exception {
    CompletableFuture<Finding> bomb = CompletableFuture.supplyAsync(() -> refusal(ENDLESS));
    List<Integer> made = new ArrayList<>();
    do made.add(apart.compile(WORDS, words(GOOD)).classes().size());
    while (!bomb.isDone());
    assertThat(bomb.get().rule()).isEqualTo("compiler.time");
    assertThat(Set.copyOf(made)).containsExactly(2);
    assertThat(made).hasSizeGreaterThan(2);
  }

  @Test
  void theClassesOfAJarAreFoundByManyAtOnce() {
    assertThat(
            IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> CompileJar.ofClassPath("org/slf4j", "Logger.class"))
                .map(Enumeration::nextElement)
                .distinct())
        .singleElement()
        .asString()
        .startsWith("jar:file:");
  }

  /** A start of the gateway needs both processors of a small machine. */
  @Test
  void oneThatStartsFastIsStartedWhenItIsWanted(@TempDir Path own) throws IOException {
    CompileStart start = new CompileStart(own, CompileJar::ofClassPath, true);
    CompilePool slow = new CompilePool(Visible::ofClassPath, 1, start);
    assertThat(slow.isBegun()).isTrue();
    slow.take().orElseThrow().end();
    assertThat(start.prepare(Visible.ofClassPath())).isTrue();
    slow.close();
    for (Consumer<CompilePool> want :
        List.<Consumer<CompilePool>>of(
            CompilePool::begin, CompilePool::awaitFirst, pool -> pool.take().orElseThrow())) {
      CompilePool fast = new CompilePool(Visible::ofClassPath, 1, start);
      assertThat(fast.isBegun()).isFalse();
      want.accept(fast);
      assertThat(fast.isBegun()).isTrue();
      fast.close();
    }
    Compilers compilers = Compilers.ofClassPath(own, 1, LONGEST);
    compilers.ready(Condition.INSTANCE);
    await().until(() -> compilers.count() == 1);
    compilers.close();
  }

  @Test
  void oneThatIsWantedAfterTheEndIsNotStarted(@TempDir Path own) throws IOException {
    CompileStart start = new CompileStart(own, CompileJar::ofClassPath, true);
    CompileProcess writer = start.start();
    assertThat(start.prepare(Visible.ofClassPath())).isTrue();
    writer.end();
    CompilePool fast = new CompilePool(Visible::ofClassPath, 1, start);
    fast.close();
    fast.begin();
    fast.awaitFirst();
    Rejected rejected = catchThrowableOfType(Rejected.class, fast::take);
    assertThat(rejected).hasMessageContaining("the gateway is stopping");
    assertThat(fast.isBegun()).isFalse();
  }

  @Test
  void switchedOffItCompilesHere() {
    Compilers here = Compilers.ofClassPath(folder.resolve("off"), 0, LONGEST);
    assertThat(here.isApart()).isFalse();
    assertThat(here.count()).isZero();
    assertThat(here.compile(WORDS, words(GOOD)).classes()).hasSize(2);
    assertThat(folder.resolve("off")).doesNotExist();
    here.close();
  }

  @Test
  void whereNoProcessCanBeStartedItCompilesHere() {
    Path file = folder.resolve("compiler.jar").resolve("no-folder");
    Compilers here = Compilers.ofClassPath(file, 2, LONGEST);
    assertThat(here.compile(WORDS, words(GOOD)).classes()).hasSize(2);
    assertThat(here.isApart()).isFalse();
    assertThat(here.count()).isZero();
    here.close();
  }
}
