// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.make.Finding;
import forge.make.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;

/** Judges one class: what it is, what it holds, and by {@link MethodJudge} what it does. */
final class ClassJudge extends ClassVisitor {

  private static final int OLDEST = Opcodes.V17;
  private static final int NEWEST = 44 + Runtime.version().feature();
  private static final Set<String> ON_SKILLS =
      Set.of("Lorg/osgi/service/component/annotations/Component;", "Lforge/api/SkillInfo;");
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "Ljava/lang/Deprecated;", "Ljava/lang/FunctionalInterface;", "Ljava/lang/SafeVarargs;");

  /** The JVM or the class library calls these by itself. */
  private static final Set<String> HOOKS =
      Set.of(
          "finalize",
          "readObject",
          "writeObject",
          "readObjectNoData",
          "readResolve",
          "writeReplace",
          "readExternal",
          "writeExternal");

  private final String module;
  private final Shapes shapes;
  private final Names names;
  private final State state;
  private final Consumer<Finding> findings;
  private String name = "";
  private String file = "";
  private int access;

  ClassJudge(String module, Shapes shapes, Consumer<Finding> findings) {
    super(Opcodes.ASM9);
    this.module = module;
    this.shapes = shapes;
    this.names = new Names(shapes);
    this.state = new State(shapes);
    this.findings = findings;
  }

  /** A finding in a member of the class; no line is 0. */
  void found(String rule, String member, int line, String message) {
    String where = line == 0 ? (file.isEmpty() ? Names.dotted(name) : file) : file + ":" + line;
    String place = member.isEmpty() ? name : name + "." + member;
    findings.accept(
        Finding.error(Stage.BUNDLE, rule, where, place.replace('/', '.') + ": " + message));
  }

  private void found(String rule, String member, Optional<String> fault) {
    fault.ifPresent(message -> found(rule, member, 0, message));
  }

  @Override
  public void visit(
      int version, int access, String name, String generic, String parent, String[] interfaces) {
    this.name = name;
    this.access = access;
    int major = version & 0xffff;
    if (major < OLDEST || major > NEWEST || version >>> 16 != 0)
      found("code.version", "", 0, "class file version " + major + "; compile it again here");
    if (!name.startsWith(module + "/") || name.indexOf('/', module.length() + 1) >= 0)
      found("code.package", "", 0, "is not in the package " + module);
    if ((access & (Opcodes.ACC_MODULE | Opcodes.ACC_ANNOTATION)) != 0)
      found("code.shape", "", 0, "is no class; declare classes, records, enums and interfaces");
    found(
        "code.parent",
        "",
        names.parents(
            String.valueOf(parent), List.of(interfaces == null ? new String[0] : interfaces)));
  }

  @Override
  public void visitSource(String source, String debug) {
    boolean plain = source != null && source.matches("[\\p{L}\\p{N}_$]{1,200}\\.java");
    file = plain ? source : "";
  }

  @Override
  public ModuleVisitor visitModule(String name, int access, String version) {
    found("code.shape", "", 0, "is a module");
    return null;
  }

  @Override
  public void visitNestHost(String host) {
    own(host);
  }

  @Override
  public void visitNestMember(String member) {
    own(member);
  }

  @Override
  public void visitPermittedSubclass(String subclass) {
    own(subclass);
  }

  private void own(String other) {
    if (!shapes.has(other))
      found("code.nest", "", 0, "names " + Names.dotted(other) + ", which is not in the bundle");
  }

  @Override
  public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    boolean onSkill = ON_SKILLS.contains(descriptor) && shapes.isA(name, "forge/api/Skill");
    if (!onSkill) annotation("", descriptor);
    return null;
  }

  @Override
  public AnnotationVisitor visitTypeAnnotation(
      int reference, TypePath path, String descriptor, boolean visible) {
    annotation("", descriptor);
    return null;
  }

  void annotation(String member, String descriptor) {
    if (!ANNOTATIONS.contains(descriptor))
      found(
          "code.annotation",
          member,
          0,
          "carries @"
              + Names.dotted(Type.getType(descriptor).getInternalName())
              + "; leave it out");
  }

  @Override
  public void visitAttribute(Attribute attribute) {
    attribute("");
  }

  void attribute(String member) {
    found("code.attribute", member, 0, "has an attribute that no compiler of skills writes");
  }

  @Override
  public RecordComponentVisitor visitRecordComponent(
      String component, String descriptor, String generic) {
    return new RecordComponentVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(String type, boolean visible) {
        annotation(component, type);
        return null;
      }

      @Override
      public void visitAttribute(Attribute attribute) {
        ClassJudge.this.attribute(component);
      }
    };
  }

  @Override
  public FieldVisitor visitField(
      int access, String field, String descriptor, String generic, Object value) {
    found("code.type", field, names.type(Type.getType(descriptor)));
    found(
        "code.state",
        field,
        state.fault(name, this.access, new Shapes.Field(access, field, descriptor)));
    return new FieldVisitor(Opcodes.ASM9) {
      @Override
      public AnnotationVisitor visitAnnotation(String type, boolean visible) {
        annotation(field, type);
        return null;
      }

      @Override
      public void visitAttribute(Attribute attribute) {
        ClassJudge.this.attribute(field);
      }
    };
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String generic, String[] exceptions) {
    if ((access & Opcodes.ACC_NATIVE) != 0)
      found("code.native", method, 0, "is native; write it in Java");
    if ((access & Opcodes.ACC_SYNCHRONIZED) != 0)
      found("code.lock", method, 0, "is synchronized; a call runs on one thread, leave it out");
    if (HOOKS.contains(method))
      found("code.hook", method, 0, "is called by the JVM itself under this name; choose another");
    found("code.type", method, names.type(Type.getMethodType(descriptor)));
    if (exceptions != null)
      for (String each : exceptions) found("code.type", method, names.type(each));
    return new MethodJudge(this, names, method);
  }
}
