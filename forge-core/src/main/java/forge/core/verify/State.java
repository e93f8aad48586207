// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.core.verify.Shapes.Field;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds what would be kept from one call to the next: static fields, the fields of the skill itself
 * and of enums must be final and of types that do not change.
 */
final class State {

  private static final Set<String> CONSTANT =
      Set.of(
          "java/lang/String",
          "java/lang/Character",
          "java/lang/Byte",
          "java/lang/Short",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Float",
          "java/lang/Double",
          "java/lang/Boolean",
          "java/lang/Number",
          "java/lang/Class",
          "java/lang/Runnable",
          "java/lang/Comparable",
          "java/lang/CharSequence",
          "java/math/BigInteger",
          "java/math/BigDecimal",
          "java/math/MathContext",
          "java/math/RoundingMode",
          "java/nio/charset/Charset",
          "java/util/Comparator",
          "java/util/concurrent/Callable",
          "java/util/concurrent/TimeUnit",
          "java/util/Collection",
          "java/util/Currency",
          "java/util/HexFormat",
          "java/util/List",
          "java/util/Locale",
          "java/util/Map",
          "java/util/Map$Entry",
          "java/util/Optional",
          "java/util/OptionalInt",
          "java/util/OptionalLong",
          "java/util/OptionalDouble",
          "java/util/Set",
          "java/util/UUID",
          "java/util/regex/Pattern",
          "java/util/stream/Collector");

  private final Shapes shapes;

  State(Shapes shapes) {
    this.shapes = shapes;
  }

  /** What is wrong with a field of that class; empty when it keeps nothing. */
  Optional<String> fault(String owner, int classAccess, Field field) {
    boolean isStatic = field.is(Opcodes.ACC_STATIC);
    boolean isEnum = (classAccess & Opcodes.ACC_ENUM) != 0;
    if (!isStatic && !isEnum && !shapes.isA(owner, "forge/api/Skill")) return Optional.empty();
    // The tables that compilers make for enums and for switches on them.
    if (isStatic && field.is(Opcodes.ACC_SYNTHETIC) && field.descriptor().startsWith("["))
      return Optional.empty();
    String kind = isStatic ? "static" : isEnum ? "enum's" : "skill's";
    if (!field.is(Opcodes.ACC_FINAL))
      return Optional.of(
          "the "
              + kind
              + " field "
              + field.name()
              + " can change, and would be kept from one call to the next; make it a local variable"
              + " or final");
    Type type = Type.getType(field.descriptor());
    if (isConstant(type, new HashSet<>())) return Optional.empty();
    return Optional.of(
        "the "
            + kind
            + " field "
            + field.name()
            + " holds "
            + type.getClassName()
            + ", which can change and would be kept from one call to the next; declare it as List,"
            + " Set or Map from List.of, Set.of or Map.of, or make it a local variable");
  }

  private boolean isConstant(Type type, Set<String> seen) {
    if (type.getSort() < Type.ARRAY) return true;
    if (type.getSort() == Type.ARRAY) return false;
    String name = type.getInternalName();
    if (!shapes.has(name))
      return CONSTANT.contains(name)
          || name.startsWith("java/util/function/")
          || name.startsWith("java/time/")
          || name.startsWith("forge/api/");
    if (!seen.add(name)) return true;
    return shapes.fields(name).stream()
        .filter(field -> !field.is(Opcodes.ACC_STATIC))
        .allMatch(
            field ->
                field.is(Opcodes.ACC_FINAL) && isConstant(Type.getType(field.descriptor()), seen));
  }
}
