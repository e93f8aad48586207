// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Lets arguments that lie on the stack, and the value of a call, pass through a check. */
final class Passing {

  private static final String CHECK = "forge/guard/Check";
  private static final String NONE = "_";
  private static final Type OBJECT = Type.getObjectType("java/lang/Object");

  private final MethodVisitor out;
  private final Type[] types;
  private final Type value;

  Passing(MethodVisitor out, String descriptor) {
    this.out = out;
    this.types = Type.getArgumentTypes(descriptor);
    this.value = Type.getReturnType(descriptor);
  }

  /** The last argument lies on top; the others are turned up. All are of one slot. */
  void arguments(List<String> checks) {
    if (checks.isEmpty()) return;
    switch (checks.size()) {
      case 1 -> pass(checks.get(0), types[0]);
      case 2 -> {
        pass(checks.get(1), types[1]);
        if (checks.get(0).equals(NONE)) return;
        out.visitInsn(Opcodes.SWAP);
        pass(checks.get(0), types[0]);
        out.visitInsn(Opcodes.SWAP);
      }
      case 3 -> {
        for (int i = 2; i >= 0; i--) {
          pass(checks.get(i), types[i]);
          out.visitInsn(Opcodes.DUP_X2);
          out.visitInsn(Opcodes.POP);
        }
      }
      default -> throw new IllegalStateException("a check of " + checks.size() + " arguments");
    }
  }

  void value(String check) {
    if (!check.isEmpty()) pass(check, value);
  }

  private void pass(String check, Type type) {
    if (check.equals(NONE)) return;
    boolean general = check.equals("key") || check.equals("printed");
    String descriptor = (general ? OBJECT : type).getDescriptor();
    out.visitMethodInsn(
        Opcodes.INVOKESTATIC, CHECK, check, "(" + descriptor + ")" + descriptor, false);
    if (general && !type.equals(OBJECT))
      out.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
  }
}
