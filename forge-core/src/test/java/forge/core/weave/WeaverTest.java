// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import forge.api.Skill;
import forge.api.SkillResult;
import forge.core.data.Json;
import forge.core.spec.SpecReader;
import forge.guard.Allowance;
import forge.guard.Guard;
import forge.guard.SkillKill;
import forge.guard.SkillKill.Reason;
import forge.make.ClassSet;
import forge.make.Rejected;
import forge.make.SkillSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** What is woven in ends what would not end, by both kinds of poll, and changes nothing else. */
class WeaverTest {

  @AfterEach
  void asItWas() {
    Guard.useFlag(false);
  }

  private static Skill skill(String body) throws Exception {
    return Workbench.skill(Workbench.forged(Json.write(Map.of("name", "woven", "body", body))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anEndlessLoopEndsWhenItIsTold(boolean flag) throws Exception {
    Guard.useFlag(flag);
    Skill skill =
        skill(
            "while (true) try { while (true) { } } catch (Throwable e) { } finally { continue; }");
    Allowance allowance = Workbench.allowance();
    CompletableFuture<Throwable> end =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new AssertionError(Workbench.call(skill, allowance, Map.of()));
              } catch (Exception e) {
                return e.getCause();
              }
            });
    assertThatThrownBy(() -> end.get(200, TimeUnit.MILLISECONDS)).isNotNull();
    ClassLoader loader = skill.getClass().getClassLoader();
    allowance.kill(Reason.TIMEOUT, "enough");
    Guard.attend(loader);
    assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(SkillKill.class).hasMessage("enough");
    Guard.settle(loader);
    assertThat(skill).isNotNull();
  }

  @Test
  void linesKeepTheirNumbers() throws Exception {
    Skill skill = skill("int n = 0;\nfor (int i = 0; i < 9; i++) n += i;\nreturn 1 / (n - 36);");
    assertThatThrownBy(() -> Workbench.call(skill, Workbench.allowance(), Map.of()))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(ArithmeticException.class)
        .satisfies(
            e -> {
              StackTraceElement[] frames = e.getStackTrace();
              assertThat(frames[0].getFileName()).isEqualTo("Woven.java");
              assertThat(frames[0].getLineNumber() - frames[1].getLineNumber()).isPositive();
            });
  }

  /** A handler that covers itself is legal in class files. */
  @Test
  void aHandlerThatCoversItselfCannotKeepAKill() throws Exception {
    byte[] evil =
        Evil.with(
            code -> {
              Label from = new Label();
              Label handler = new Label();
              Label end = new Label();
              code.visitTryCatchBlock(from, end, handler, null);
              code.visitLabel(from);
              code.visitInsn(Opcodes.NOP);
              code.visitJumpInsn(Opcodes.GOTO, from);
              code.visitLabel(handler);
              code.visitFrame(
                  Opcodes.F_NEW, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
              code.visitInsn(Opcodes.POP);
              code.visitJumpInsn(Opcodes.GOTO, from);
              code.visitLabel(end);
              code.visitFrame(Opcodes.F_NEW, 0, new Object[0], 0, new Object[0]);
            });
    ClassSet woven =
        new Weaver().weave(new ClassSet(Map.of("forge_gen_good.Evil", evil), List.of()));
    assertThat(woven.classes().get("forge_gen_good.Evil").length).isGreaterThan(evil.length);
  }

  @Test
  void wovenCodeRunsOnNoOtherThread() throws Exception {
    Skill skill = skill("Runnable r = () -> { while (true) { } }; r.run(); return 1;");
    assertThatThrownBy(() -> skill.call(new forge.api.SkillRequest(Map.of()), null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void depthIsCountedAndGivenBack() throws Exception {
    Skill skill =
        skill(
            """
            Function<Integer, Integer>[] f = new Function[1];
            f[0] = n -> { if (n == 0) throw new IllegalStateException(); return f[0].apply(n - 1); };
            int caught = 0;
            for (int i = 0; i < 200; i++)
              try { f[0].apply(1000); } catch (IllegalStateException e) { caught++; }
            return caught;""");
    SkillResult result = Workbench.call(skill, Workbench.allowance(), Map.of());
    assertThat(result.value()).isEqualTo(200);
  }

  @Test
  void aClassThatNamesTheGuardIsRefused() {
    SkillSpec spec = SpecReader.read("{\"name\":\"good\",\"body\":\"return 1;\"}");
    Map<String, byte[]> classes = new HashMap<>(Workbench.compiled(spec).classes());
    classes.put("forge_gen_good.Evil", Evil.calling("forge/guard/Guard", "poll", "()V"));
    assertThatThrownBy(() -> new Weaver().weave(new ClassSet(classes, List.of())))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("forge.guard");
  }
}
