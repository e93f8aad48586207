// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The classes of one bundle as far as they are seen from outside: parents, members, fields. */
final class Shapes {

  record Field(int access, String name, String descriptor) {
    boolean is(int flag) {
      return (access & flag) != 0;
    }
  }

  private static final class Shape {
    final List<String> parents = new ArrayList<>();
    final Set<String> methods = new HashSet<>();
    final List<Field> fields = new ArrayList<>();
  }

  private final Map<String, Shape> shapes = new HashMap<>();

  void add(ClassReader reader) {
    Shape shape = new Shape();
    if (reader.getSuperName() != null) shape.parents.add(reader.getSuperName());
    shape.parents.addAll(List.of(reader.getInterfaces()));
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String generic, Object value) {
            shape.fields.add(new Field(access, name, descriptor));
            return null;
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String generic, String[] exceptions) {
            shape.methods.add(name + descriptor);
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    shapes.put(reader.getClassName(), shape);
  }

  boolean has(String type) {
    return shapes.containsKey(type);
  }

  List<Field> fields(String type) {
    return shapes.get(type).fields;
  }

  /** Whether the class or a parent of its own bundle declares the method. */
  boolean declares(String type, String method) {
    return lineage(type).stream().anyMatch(each -> shapes.get(each).methods.contains(method));
  }

  Optional<Field> field(String type, String name, String descriptor) {
    return lineage(type).stream()
        .flatMap(each -> shapes.get(each).fields.stream())
        .filter(field -> field.name().equals(name) && field.descriptor().equals(descriptor))
        .findFirst();
  }

  boolean isA(String type, String parent) {
    return lineage(type).stream().anyMatch(each -> shapes.get(each).parents.contains(parent));
  }

  /** The parents that are not of this bundle, of the class and of its own parents. */
  Set<String> foreignParents(String type) {
    Set<String> foreign = new LinkedHashSet<>();
    for (String each : lineage(type))
      for (String parent : shapes.get(each).parents) if (!has(parent)) foreign.add(parent);
    return foreign;
  }

  private Set<String> lineage(String type) {
    Set<String> all = new LinkedHashSet<>();
    collect(type, all);
    return all;
  }

  private void collect(String type, Set<String> all) {
    if (!has(type) || !all.add(type)) return;
    shapes.get(type).parents.forEach(parent -> collect(parent, all));
  }
}
