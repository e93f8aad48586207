// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import java.util.function.Consumer;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Makes methods that stand for references to methods of the JDK, so that they are woven, too. */
final class Bridges {

  static final int ACCESS = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private final String owner;
  private final boolean isInterface;
  private final Consumer<Bridge> later;
  private int number;

  Bridges(String owner, boolean isInterface, int number, Consumer<Bridge> later) {
    this.owner = owner;
    this.isInterface = isInterface;
    this.number = number;
    this.later = later;
  }

  /** One such method, which is written when the others of its class are. */
  record Bridge(String name, String descriptor, Handle target) {

    void write(MethodVisitor code) {
      Type[] arguments = Type.getArgumentTypes(descriptor);
      boolean makes = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
      code.visitCode();
      if (makes) {
        code.visitTypeInsn(Opcodes.NEW, target.getOwner());
        code.visitInsn(Opcodes.DUP);
      }
      int slot = 0;
      for (Type argument : arguments) {
        code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
        slot += argument.getSize();
      }
      code.visitMethodInsn(
          opcode(), target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
      code.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
      code.visitMaxs(0, 0);
      code.visitEnd();
    }

    private int opcode() {
      return switch (target.getTag()) {
        case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
        case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
        case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
        default -> Opcodes.INVOKESPECIAL;
      };
    }
  }

  /** A reference to a method that calls the target of that one. */
  Handle to(Handle target) {
    String name = "forge$" + number++;
    Type[] arguments = Type.getArgumentTypes(target.getDesc());
    StringBuilder descriptor = new StringBuilder("(");
    boolean makes = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    if (!makes && target.getTag() != Opcodes.H_INVOKESTATIC)
      descriptor.append(Type.getObjectType(target.getOwner()).getDescriptor());
    for (Type argument : arguments) descriptor.append(argument.getDescriptor());
    descriptor
        .append(')')
        .append(
            makes
                ? Type.getObjectType(target.getOwner()).getDescriptor()
                : Type.getReturnType(target.getDesc()).getDescriptor());
    later.accept(new Bridge(name, descriptor.toString(), target));
    return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor.toString(), isInterface);
  }
}
