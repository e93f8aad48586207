// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import java.util.Optional;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Judges the code of one method, instruction by instruction. */
final class MethodJudge extends MethodVisitor {

  private static final int MAX_SLOTS = 4_096;

  private final ClassJudge type;
  private final Names names;
  private final String method;
  private int line;

  MethodJudge(ClassJudge type, Names names, String method) {
    super(Opcodes.ASM9);
    this.type = type;
    this.names = names;
    this.method = method;
  }

  private void found(String rule, Optional<String> fault) {
    fault.ifPresent(message -> type.found(rule, method, line, message));
  }

  private void found(String rule, String message) {
    type.found(rule, method, line, message);
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    this.line = line;
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    type.annotation(method, descriptor);
    return null;
  }

  @Override
  public AnnotationVisitor visitParameterAnnotation(
      int parameter, String descriptor, boolean visible) {
    type.annotation(method, descriptor);
    return null;
  }

  @Override
  public void visitAttribute(Attribute attribute) {
    type.attribute(method);
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String caught) {
    if (caught != null) found("code.type", names.type(caught));
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT)
      found("code.lock", "synchronized is not open to skills; a call runs on one thread");
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    found("code.type", names.type(type));
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    found("code.field", names.field(owner, name, descriptor));
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    found("code.call", names.method(opcode, owner, name, descriptor));
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    found("code.link", names.bootstrap(bootstrap, arguments));
    found("code.type", names.type(Type.getMethodType(descriptor)));
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    if (opcode == Opcodes.JSR) found("code.shape", "jumps as no Java compiler does");
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    if (opcode == Opcodes.RET) found("code.shape", "returns as no Java compiler does");
  }

  @Override
  public void visitLdcInsn(Object value) {
    if (value instanceof Type constant && constant.getSort() != Type.METHOD)
      found("code.type", names.type(constant));
    else if (!(value instanceof String || value instanceof Number))
      found("code.link", "a constant is computed when it is linked; write it as a literal");
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    found("code.array", "makes an array of over three dimensions at once; make it in a loop");
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    if (maxStack + maxLocals > MAX_SLOTS)
      found("code.frame", "has over " + MAX_SLOTS + " variables; split the method");
  }
}
