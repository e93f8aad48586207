// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Class files that no compiler writes. */
public final class Evil {

  /** The class they all are. */
  public static final String NAME = "forge_gen_good/Evil";

  private Evil() {}

  /** A class that calls a static method with nothing but zeros. */
  public static byte[] calling(String owner, String name, String descriptor) {
    return with(
        code -> {
          for (Type argument : Type.getArgumentTypes(descriptor))
            code.visitInsn(
                argument.getSort() < Type.ARRAY ? Opcodes.ICONST_0 : Opcodes.ACONST_NULL);
          code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
          if (Type.getReturnType(descriptor).getSize() > 0) code.visitInsn(Opcodes.POP);
        });
  }

  /** A class with a static method that does this and returns. */
  public static byte[] with(Consumer<MethodVisitor> body) {
    return of(
        Opcodes.V17,
        type -> {
          MethodVisitor code = type.visitMethod(Opcodes.ACC_STATIC, "evil", "()V", null, null);
          code.visitCode();
          body.accept(code);
          code.visitInsn(Opcodes.RETURN);
          code.visitMaxs(0, 0);
          code.visitEnd();
        });
  }

  /** A class with whatever is added to it. */
  public static byte[] of(int version, Consumer<ClassWriter> more) {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    type.visit(
        version, Opcodes.ACC_SUPER | Opcodes.ACC_FINAL, NAME, null, "java/lang/Object", null);
    more.accept(type);
    type.visitEnd();
    return type.toByteArray();
  }
}
