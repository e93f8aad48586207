// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import forge.core.spec.SpecReader;
import forge.core.weave.Evil;
import forge.core.weave.Workbench;
import forge.make.ClassSet;
import forge.make.Rejected;
import forge.make.SkillSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Classes that a compiler would not have written, beside a skill that is as it should be. */
class ClassAttackTest {

  private static final SkillSpec SPEC =
      SpecReader.read("{\"name\":\"good\",\"body\":\"return 1;\"}");
  private static final String BOOTSTRAP =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
          + "Ljava/lang/invoke/CallSite;";

  static Stream<Arguments> attacks() {
    return Stream.of(
        arguments("exit", Evil.calling("java/lang/System", "exit", "(I)V")),
        arguments("guard", Evil.calling("forge/guard/Guard", "useFlag", "(Z)V")),
        arguments("guard depth", Evil.calling("forge/guard/Guard", "leave", "(II)V")),
        arguments("old version", Evil.of(Opcodes.V1_5, type -> {})),
        arguments("new version", Evil.of(99, type -> {})),
        arguments("preview", Evil.of(Opcodes.V17 | Opcodes.V_PREVIEW, type -> {})),
        arguments("native", Evil.of(Opcodes.V17, type -> method(type, Opcodes.ACC_NATIVE, "x"))),
        arguments("monitor", Evil.with(ClassAttackTest::monitor)),
        arguments(
            "synchronized",
            Evil.of(Opcodes.V17, type -> body(type, Opcodes.ACC_SYNCHRONIZED, "x"))),
        arguments("finalize", Evil.of(Opcodes.V17, type -> body(type, 0, "finalize"))),
        arguments("subroutine", Evil.with(ClassAttackTest::subroutine)),
        arguments("constant", Evil.with(ClassAttackTest::constant)),
        arguments("bootstrap", Evil.with(ClassAttackTest::bootstrap)),
        arguments("own bootstrap", Evil.with(ClassAttackTest::ownBootstrap)),
        arguments("handle", Evil.with(ClassAttackTest::handle)),
        arguments("loaded handle", Evil.with(ClassAttackTest::loadedHandle)),
        arguments("loaded type", Evil.with(code -> pop(code, Type.getType("Ljava/io/File;")))),
        arguments("array type", Evil.with(code -> pop(code, Type.getType("[[Ljava/io/File;")))),
        arguments("cast", Evil.with(ClassAttackTest::cast)),
        arguments("handler", Evil.with(ClassAttackTest::handler)),
        arguments("attribute", Evil.of(Opcodes.V17, type -> type.visitAttribute(new Odd()))),
        arguments("state", Evil.of(Opcodes.V17, ClassAttackTest::state)),
        arguments("nest", Evil.of(Opcodes.V17, type -> type.visitNestHost("java/lang/String"))),
        arguments("private of the JDK", Evil.with(ClassAttackTest::privateField)),
        arguments("out", Evil.with(ClassAttackTest::out)),
        arguments("many slots", Evil.with(code -> code.visitVarInsn(Opcodes.ISTORE, 60_000))),
        arguments("four dimensions", Evil.with(ClassAttackTest::dimensions)),
        arguments(
            "annotation",
            Evil.of(Opcodes.V17, type -> type.visitAnnotation("Lx/Y;", true).visitEnd())));
  }

  private static void method(ClassWriter type, int access, String name) {
    type.visitMethod(access, name, "()V", null, null).visitEnd();
  }

  private static void body(ClassWriter type, int access, String name) {
    MethodVisitor code = type.visitMethod(access, name, "()V", null, null);
    code.visitCode();
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void monitor(MethodVisitor code) {
    code.visitLdcInsn("x");
    code.visitInsn(Opcodes.MONITORENTER);
  }

  private static void subroutine(MethodVisitor code) {
    Label there = new Label();
    code.visitJumpInsn(Opcodes.JSR, there);
    code.visitLabel(there);
    code.visitVarInsn(Opcodes.ASTORE, 0);
    code.visitVarInsn(Opcodes.RET, 0);
  }

  private static void pop(MethodVisitor code, Object constant) {
    code.visitLdcInsn(constant);
    code.visitInsn(Opcodes.POP);
  }

  private static void constant(MethodVisitor code) {
    String descriptor =
        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)"
            + "Ljava/lang/Object;";
    Handle handle =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/ConstantBootstraps",
            "nullConstant",
            descriptor,
            false);
    pop(code, new ConstantDynamic("x", "Ljava/lang/Object;", handle));
  }

  private static void bootstrap(MethodVisitor code) {
    code.visitInvokeDynamicInsn(
        "x", "()V", new Handle(Opcodes.H_INVOKESTATIC, "java/lang/Runtime", "x", BOOTSTRAP, false));
  }

  private static void ownBootstrap(MethodVisitor code) {
    code.visitInvokeDynamicInsn(
        "x", "()V", new Handle(Opcodes.H_INVOKESTATIC, Evil.NAME, "evil", BOOTSTRAP, false));
  }

  private static void handle(MethodVisitor code) {
    code.visitInvokeDynamicInsn(
        "run",
        "()Ljava/lang/Runnable;",
        new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/LambdaMetafactory",
            "metafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;"
                + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
            false),
        Type.getMethodType("()V"),
        new Handle(Opcodes.H_INVOKESTATIC, "java/lang/System", "gc", "()V", false),
        Type.getMethodType("()V"));
    code.visitInsn(Opcodes.POP);
  }

  private static void loadedHandle(MethodVisitor code) {
    pop(code, new Handle(Opcodes.H_INVOKESTATIC, "java/lang/System", "gc", "()V", false));
  }

  private static void cast(MethodVisitor code) {
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitTypeInsn(Opcodes.CHECKCAST, "java/lang/ClassLoader");
    code.visitInsn(Opcodes.POP);
  }

  private static void handler(MethodVisitor code) {
    Label from = new Label();
    Label to = new Label();
    code.visitTryCatchBlock(from, to, to, "java/io/InvalidObjectException");
    code.visitLabel(from);
    code.visitInsn(Opcodes.NOP);
    code.visitLabel(to);
  }

  private static void state(ClassWriter type) {
    type.visitField(Opcodes.ACC_STATIC, "n", "I", null, null).visitEnd();
  }

  private static void privateField(MethodVisitor code) {
    code.visitLdcInsn("x");
    code.visitFieldInsn(Opcodes.GETFIELD, "java/lang/String", "value", "[B");
    code.visitInsn(Opcodes.POP);
  }

  private static void out(MethodVisitor code) {
    code.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/System", "out", "Ljava/io/PrintStream;");
    code.visitInsn(Opcodes.POP);
  }

  private static void dimensions(MethodVisitor code) {
    for (int i = 0; i < 4; i++) code.visitInsn(Opcodes.ICONST_1);
    code.visitMultiANewArrayInsn("[[[[I", 4);
    code.visitInsn(Opcodes.POP);
  }

  private static final class Odd extends Attribute {
    Odd() {
      super("Odd");
    }

    @Override
    protected ByteVector write(
        ClassWriter writer, byte[] code, int length, int maxStack, int maxLocals) {
      return new ByteVector().putInt(1);
    }
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void isRefused(String what, byte[] evil) {
    Map<String, byte[]> classes = new LinkedHashMap<>(Workbench.compiled(SPEC).classes());
    classes.put(Evil.NAME.replace('/', '.'), evil);
    assertThatThrownBy(() -> Workbench.judged(SPEC, new ClassSet(classes, List.of())))
        .as(what)
        .isInstanceOf(Rejected.class);
  }

  @Test
  void whatIsFoundSaysWhereAndWhatToDo() {
    String spec = "{\"name\":\"good\",\"body\":\"int n = 1;\\nSystem.exit(n);\\nreturn 1;\"}";
    assertThatThrownBy(() -> Workbench.forged(spec))
        .isInstanceOfSatisfying(
            Rejected.class,
            e -> {
              assertThat(e.findings()).hasSize(1);
              assertThat(e.findings().get(0).where()).matches("Good\\.java:\\d+");
              assertThat(e.findings().get(0).rule()).isEqualTo("code.call");
              assertThat(e.findings().get(0).message())
                  .contains("forge_gen_good.Good.good", "java.lang.System.exit(int)")
                  .contains("throw new Refusal");
            });
  }
}
