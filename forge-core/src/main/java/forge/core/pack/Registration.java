// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import forge.api.SkillInfo;
import forge.api.SkillName;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Writes {@code @Component} on the skill's class, where bnd reads it, with what {@code @SkillInfo}
 * would say.
 *
 * <p>On the class, not in the source: source says what a skill does, and no text of a spec gets
 * near it. What a source says of these two itself is dropped, so a skill is registered in one way
 * only. A bundle holds the class without it, unless its source has annotations.
 */
final class Registration {

  private static final String COMPONENT = "Lorg/osgi/service/component/annotations/Component;";
  private static final String POLICY =
      "Lorg/osgi/service/component/annotations/ConfigurationPolicy;";
  private static final String INFO = "Lforge/api/SkillInfo;";

  private Registration() {}

  /**
   * The class with its registration.
   *
   * @param texts entry of the bundle that holds the service properties that are free text
   */
  static byte[] on(byte[] skillClass, SkillName name, String version, String texts) {
    ClassReader reader = new ClassReader(skillClass);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          private boolean written;

          @Override
          public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            boolean ours = descriptor.equals(COMPONENT) || descriptor.equals(INFO);
            return ours ? null : super.visitAnnotation(descriptor, visible);
          }

          @Override
          public void visitEnd() {
            if (!written) write(cv, name, version, texts);
            written = true;
            super.visitEnd();
          }
        },
        0);
    return writer.toByteArray();
  }

  private static void write(ClassVisitor out, SkillName name, String version, String texts) {
    AnnotationVisitor component = out.visitAnnotation(COMPONENT, false);
    component.visit("name", name.module());
    AnnotationVisitor services = component.visitArray("service");
    services.visit(null, org.objectweb.asm.Type.getObjectType("forge/api/Skill"));
    services.visitEnd();
    // A skill takes no configuration, and SCR then keeps no listener for one.
    component.visitEnum("configurationPolicy", POLICY, "IGNORE");
    // Not by @SkillInfo, which bnd would look up and read anew for each bundle.
    AnnotationVisitor properties = component.visitArray("property");
    properties.visit(null, SkillInfo.PREFIX_ + "name=" + name);
    properties.visit(null, SkillInfo.PREFIX_ + "version=" + version);
    properties.visitEnd();
    AnnotationVisitor files = component.visitArray("properties");
    files.visit(null, texts);
    files.visitEnd();
    component.visitEnd();
  }
}
