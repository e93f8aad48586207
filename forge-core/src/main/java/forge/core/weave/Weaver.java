// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import forge.core.allow.Allowlist;
import forge.make.ClassSet;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves the guard into classes before they are packed: polls where code goes round or is called
 * back, the depth of calls, sizes before arrays are made, and the guard's methods in place of those
 * of the JDK that multiply.
 *
 * <p>Only straight-line calls are added, so the frames stay what they were; every line keeps its
 * number. What a class may not do stays as it is: the verifier judges what was packed.
 */
public final class Weaver {

  private static final String GUARD = "forge/guard";
  private static final int CLASS_TAG = 7;

  /**
   * Weaves all classes of a skill.
   *
   * @throws Rejected at {@link Stage#BUNDLE} when one cannot be read or names the guard itself
   */
  public ClassSet weave(ClassSet classes) {
    Map<String, ClassReader> readers = new HashMap<>();
    try {
      classes.classes().values().forEach(bytes -> add(readers, bytes));
      Calls calls = new Calls(readers);
      Map<String, byte[]> woven = new TreeMap<>();
      classes
          .classes()
          .forEach((name, bytes) -> woven.put(name, woven(new ClassReader(bytes), calls)));
      return new ClassSet(woven, classes.warnings());
    } catch (Rejected e) {
      throw e;
    } catch (RuntimeException | StackOverflowError | AssertionError e) { // the last: ASM
      throw malformed(e);
    }
  }

  private static Rejected malformed(Throwable e) {
    return Rejected.because(
        Stage.BUNDLE, "class.malformed", "", "a class file cannot be read: " + e);
  }

  private static void add(Map<String, ClassReader> readers, byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      if (at > 0 && reader.readByte(at - 1) == CLASS_TAG && isGuard(reader.readUTF8(at, buffer)))
        throw Rejected.because(
            Stage.BUNDLE,
            "class.guard",
            reader.getClassName().replace('/', '.'),
            "the package forge.guard is for woven code only; leave it out");
    }
    readers.put(reader.getClassName(), reader);
  }

  private static boolean isGuard(String type) {
    return type != null && (type.startsWith(GUARD) || type.contains("L" + GUARD));
  }

  private byte[] woven(ClassReader reader, Calls calls) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    reader.accept(new WovenClass(writer, calls), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /** Weaves each method, then writes those that stand for method references. */
  private final class WovenClass extends ClassVisitor {
    private final Calls calls;
    private final List<Consumer<WovenClass>> bridges = new ArrayList<>();
    private String name;
    private boolean isInterface;

    WovenClass(ClassWriter writer, Calls calls) {
      super(Opcodes.ASM9, writer);
      this.calls = calls;
    }

    @Override
    public void visit(
        int version, int access, String name, String generic, String parent, String[] interfaces) {
      this.name = name;
      this.isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(version, access, name, generic, parent, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String generic, String[] exceptions) {
      MethodVisitor out = super.visitMethod(access, method, descriptor, generic, exceptions);
      return woven(out, calls.of(name, method, descriptor));
    }

    private MethodVisitor woven(MethodVisitor out, Calls.Node node) {
      return new MethodWeaver(
          out, node, Allowlist.all(), new Bridges(name, isInterface, bridges.size(), this::later));
    }

    private void later(Bridges.Bridge bridge) {
      bridges.add(
          to -> {
            MethodVisitor out =
                to.cv.visitMethod(Bridges.ACCESS, bridge.name(), bridge.descriptor(), null, null);
            bridge.write(to.woven(out, new Calls.Node()));
          });
    }

    @Override
    public void visitEnd() {
      for (int i = 0; i < bridges.size(); i++) bridges.get(i).accept(this);
      super.visitEnd();
    }
  }
}
