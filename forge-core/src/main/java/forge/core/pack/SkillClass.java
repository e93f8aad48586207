// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import forge.api.SkillName;
import forge.make.ClassSet;
import forge.make.Finding;
import forge.make.Rejected;
import forge.make.Stage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the one class of a set that is the skill, and says what is wrong with a set that has none:
 * it must be public, concrete, in the skill's own package, and have a public constructor without
 * parameters.
 */
final class SkillClass {

  private static final String SKILL = "forge/api/Skill";

  private record Shape(
      String name, String parent, List<String> interfaces, int access, boolean makeable) {
    boolean is(int flag) {
      return (access & flag) != 0;
    }

    boolean isConcrete() {
      return !is(Opcodes.ACC_ABSTRACT) && !is(Opcodes.ACC_INTERFACE) && !is(Opcodes.ACC_SYNTHETIC);
    }

    String dotted() {
      return name.replace('/', '.');
    }
  }

  private final SkillName name;
  private final Map<String, Shape> shapes = new TreeMap<>();

  private SkillClass(SkillName name, ClassSet classes) {
    this.name = name;
    classes
        .classes()
        .values()
        .forEach(
            bytes -> {
              Shape shape = shape(new ClassReader(bytes));
              shapes.put(shape.name(), shape);
            });
  }

  /**
   * The binary name of the skill's class.
   *
   * @throws Rejected at {@link Stage#BUNDLE} when there is not exactly one that can be served
   */
  static String find(SkillName name, ClassSet classes) {
    return new SkillClass(name, classes).find();
  }

  private String find() {
    String home = name.module() + "/";
    List<Finding> strangers =
        shapes.values().stream()
            .filter(
                shape ->
                    !shape.name().startsWith(home) || shape.name().indexOf('/', home.length()) >= 0)
            .map(
                shape ->
                    wrong(
                        "shape.package",
                        shape.dotted(),
                        "must be in the package "
                            + name.module()
                            + "; begin the source with 'package "
                            + name.module()
                            + ";'"))
            .toList();
    if (!strangers.isEmpty()) throw new Rejected(Stage.BUNDLE, strangers);
    List<Shape> skills =
        shapes.values().stream().filter(this::isSkill).filter(Shape::isConcrete).toList();
    List<Shape> named = skills.stream().filter(shape -> !shape.name().contains("$")).toList();
    List<Shape> candidates = named.isEmpty() ? skills : named;
    if (candidates.isEmpty())
      throw new Rejected(
          Stage.BUNDLE,
          List.of(
              wrong(
                  "shape.none",
                  "",
                  "no class implements forge.api.Skill; declare 'public final class "
                      + name.className()
                      + " implements Skill'")));
    if (candidates.size() > 1)
      throw new Rejected(
          Stage.BUNDLE,
          candidates.stream()
              .map(
                  shape ->
                      wrong(
                          "shape.many",
                          shape.dotted(),
                          "is one of "
                              + candidates.size()
                              + " classes that implement Skill; a source declares one"))
              .toList());
    return judged(candidates.get(0));
  }

  private String judged(Shape skill) {
    List<Finding> findings = new ArrayList<>();
    if (skill.name().contains("$"))
      findings.add(wrong("shape.nested", skill.dotted(), "must be a top-level class"));
    if (!skill.is(Opcodes.ACC_PUBLIC))
      findings.add(wrong("shape.public", skill.dotted(), "must be public"));
    if (!skill.makeable())
      findings.add(
          wrong(
              "shape.constructor",
              skill.dotted(),
              "needs a public constructor without parameters"));
    if (!findings.isEmpty()) throw new Rejected(Stage.BUNDLE, findings);
    return skill.dotted();
  }

  private static Finding wrong(String rule, String where, String message) {
    return Finding.error(
        Stage.BUNDLE, rule, where, where.isEmpty() ? message : where + " " + message);
  }

  /** Looks at each type once: in a class file that nobody compiled one may be its own parent. */
  private boolean isSkill(Shape shape) {
    Set<String> seen = new HashSet<>(Set.of(shape.name()));
    Deque<Shape> left = new ArrayDeque<>(List.of(shape));
    while (!left.isEmpty()) {
      Shape next = left.pop();
      if (next.interfaces().contains(SKILL)) return true;
      Stream.concat(next.interfaces().stream(), Stream.of(next.parent()))
          .filter(shapes::containsKey)
          .filter(seen::add)
          .map(shapes::get)
          .forEach(left::push);
    }
    return false;
  }

  private static Shape shape(ClassReader reader) {
    boolean[] makeable = {false};
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String method, String descriptor, String signature, String[] exceptions) {
            if (method.equals("<init>") && descriptor.equals("()V"))
              makeable[0] |= (access & Opcodes.ACC_PUBLIC) != 0;
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return new Shape(
        reader.getClassName(),
        String.valueOf(reader.getSuperName()),
        Arrays.asList(reader.getInterfaces()),
        reader.getAccess(),
        makeable[0]);
  }
}
