// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import forge.core.allow.Allowlist;
import forge.core.allow.Member;
import forge.core.allow.Member.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Weaves one method. */
final class MethodWeaver extends MethodVisitor {

  private static final String GUARD = "forge/guard/Guard";
  private static final String CHECK = "forge/guard/Check";
  private static final String RECORDS = "java/lang/runtime/ObjectMethods";
  private static final Handle SITE =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          GUARD,
          "site",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
              + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
          false);

  /** About what the interpreter takes for a frame beside its slots. */
  private static final int FRAME_BYTES = 96;

  private static final int SLOT_BYTES = 8;
  private static final int SMALL = 1_024;

  private final Calls.Node node;
  private final Allowlist allowed;
  private final Bridges bridges;
  private final TryBlocks tries;
  private final Set<Label> passed = new HashSet<>();
  private boolean smallOnTop;

  MethodWeaver(MethodVisitor out, Calls.Node node, Allowlist allowed, Bridges bridges) {
    super(Opcodes.ASM9, out);
    this.node = node;
    this.allowed = allowed;
    this.bridges = bridges;
    this.tries = new TryBlocks(out);
  }

  private int weight() {
    return FRAME_BYTES + SLOT_BYTES * node.slots;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (node.recursive) {
      push(weight());
      guard("enter", "(I)I");
      mv.visitVarInsn(Opcodes.ISTORE, node.locals);
    } else if (node.exposed) {
      guard("poll", "()V");
    } else if (node.calledBack) {
      poll();
    }
  }

  private void poll() {
    mv.visitInvokeDynamicInsn("poll", "()V", SITE);
  }

  private void guard(String name, String descriptor) {
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, GUARD, name, descriptor, false);
  }

  private void check(String name, String descriptor) {
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, name, descriptor, false);
  }

  private void push(int number) {
    if (number <= Byte.MAX_VALUE) mv.visitIntInsn(Opcodes.BIPUSH, number);
    else if (number <= Short.MAX_VALUE) mv.visitIntInsn(Opcodes.SIPUSH, number);
    else mv.visitLdcInsn(number);
  }

  /** Before each instruction that was there: where a handler begins, it must let go of a kill. */
  private void before() {
    smallOnTop = false;
    tries.instruction(
        () -> {
          mv.visitInsn(Opcodes.DUP);
          if (node.recursive) {
            mv.visitVarInsn(Opcodes.ILOAD, node.locals);
            guard("caught", "(Ljava/lang/Throwable;I)V");
          } else {
            guard("caught", "(Ljava/lang/Throwable;)V");
          }
        });
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    tries.add(start, end, handler, type);
  }

  @Override
  public void visitLabel(Label label) {
    passed.add(label);
    smallOnTop = false;
    tries.label(label);
    super.visitLabel(label);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    tries.write();
    super.visitMaxs(maxStack, maxLocals);
  }

  /** The depth lies behind all locals and is always there. */
  @Override
  public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] stack) {
    if (!node.recursive) {
      super.visitFrame(type, numLocal, local, numStack, stack);
      return;
    }
    List<Object> locals = new ArrayList<>(Arrays.asList(local).subList(0, numLocal));
    int slots = 0;
    for (Object each : locals) slots += each == Opcodes.LONG || each == Opcodes.DOUBLE ? 2 : 1;
    for (; slots < node.locals; slots++) locals.add(Opcodes.TOP);
    locals.add(Opcodes.INTEGER);
    super.visitFrame(type, locals.size(), locals.toArray(), numStack, stack);
  }

  @Override
  public void visitInsn(int opcode) {
    before();
    boolean returns = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
    if (returns && node.recursive) {
      mv.visitVarInsn(Opcodes.ILOAD, node.locals);
      push(weight());
      guard("leave", "(II)V");
    }
    super.visitInsn(opcode);
    smallOnTop = opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5;
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    boolean small = smallOnTop;
    before();
    if (opcode == Opcodes.NEWARRAY && !small) length(bytes(operand));
    super.visitIntInsn(opcode, operand);
    smallOnTop = opcode != Opcodes.NEWARRAY && operand >= 0 && operand <= SMALL;
  }

  private void length(int bytes) {
    push(bytes);
    check("length", "(II)I");
  }

  private static int bytes(int arrayType) {
    return switch (arrayType) {
      case Opcodes.T_BOOLEAN, Opcodes.T_BYTE -> 1;
      case Opcodes.T_CHAR, Opcodes.T_SHORT -> 2;
      case Opcodes.T_INT, Opcodes.T_FLOAT -> 4;
      default -> 8;
    };
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    before();
    super.visitVarInsn(opcode, index);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    boolean small = smallOnTop;
    before();
    if (opcode == Opcodes.ANEWARRAY && !small) length(4);
    super.visitTypeInsn(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    before();
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    before();
    if (passed.contains(label)) poll();
    super.visitJumpInsn(opcode, label);
  }

  @Override
  public void visitLdcInsn(Object value) {
    before();
    super.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    before();
    super.visitIincInsn(index, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
    before();
    pollBack(otherwise, labels);
    super.visitTableSwitchInsn(min, max, otherwise, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    before();
    pollBack(otherwise, labels);
    super.visitLookupSwitchInsn(otherwise, keys, labels);
  }

  private void pollBack(Label otherwise, Label[] labels) {
    if (passed.contains(otherwise) || Arrays.stream(labels).anyMatch(passed::contains)) poll();
  }

  /** Of more than three dimensions it stays, and the verifier refuses it. */
  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    before();
    if (dimensions < 2 || dimensions > 3) {
      super.visitMultiANewArrayInsn(descriptor, dimensions);
      return;
    }
    mv.visitLdcInsn(Type.getType(descriptor));
    check("array", "(" + "I".repeat(dimensions) + "Ljava/lang/Class;)Ljava/lang/Object;");
    mv.visitTypeInsn(Opcodes.CHECKCAST, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    before();
    if (owner.startsWith("[") && name.equals("clone")) {
      check("copy", "(Ljava/lang/Object;)Ljava/lang/Object;");
      return;
    }
    Optional<Member> member = allowed.method(owner, name, descriptor);
    if (member.isPresent() && isRouted(member.get(), opcode)) {
      routed(member.get(), name, descriptor);
      return;
    }
    Passing passing = new Passing(mv, descriptor);
    member.ifPresent(known -> passing.arguments(known.arguments()));
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    member.ifPresent(known -> passing.value(known.value()));
  }

  private static boolean isRouted(Member member, int opcode) {
    return member.cost() == Cost.ROUTED
        && opcode != Opcodes.INVOKESPECIAL
        && member.receiver().isEmpty() == (opcode == Opcodes.INVOKESTATIC);
  }

  private void routed(Member member, String name, String descriptor) {
    String target = target(member, descriptor);
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, member.route(), name, target, false);
  }

  private static String target(Member member, String descriptor) {
    if (member.receiver().isEmpty()) return descriptor;
    return "(L" + member.receiver() + ";" + descriptor.substring(1);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    before();
    if (bootstrap.getOwner().equals(RECORDS)) walkComponents(arguments);
    Object[] woven = arguments.clone();
    for (int i = 0; i < woven.length; i++)
      if (woven[i] instanceof Handle handle) woven[i] = woven(handle);
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, woven);
  }

  /** What a record hashes, compares and shows by itself. */
  private void walkComponents(Object[] arguments) {
    for (Object argument : arguments)
      if (argument instanceof Handle field
          && field.getTag() == Opcodes.H_GETFIELD
          && field.getDesc().startsWith("L")
          && !field.getDesc().equals("Ljava/lang/String;")) {
        mv.visitVarInsn(Opcodes.ALOAD, 0);
        mv.visitFieldInsn(Opcodes.GETFIELD, field.getOwner(), field.getName(), field.getDesc());
        check("key", "(Ljava/lang/Object;)Ljava/lang/Object;");
        mv.visitInsn(Opcodes.POP);
      }
  }

  private Handle woven(Handle handle) {
    if (handle.getTag() < Opcodes.H_INVOKEVIRTUAL) return handle;
    if (handle.getOwner().startsWith("[")) return bridges.to(handle);
    Optional<Member> member = allowed.method(handle.getOwner(), handle.getName(), handle.getDesc());
    if (member.isEmpty()) return handle;
    Cost cost = member.get().cost();
    boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC;
    if (cost == Cost.ROUTED && member.get().receiver().isEmpty() == isStatic)
      return new Handle(
          Opcodes.H_INVOKESTATIC,
          member.get().route(),
          handle.getName(),
          target(member.get(), handle.getDesc()),
          false);
    return cost == Cost.CHECKED ? bridges.to(handle) : handle;
  }
}
