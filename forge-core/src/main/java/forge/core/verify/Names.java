// SPDX-License-Identifier: Apache-2.0
package forge.core.verify;

import forge.core.allow.Allowlist;
import forge.core.allow.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Judges what code names: types, methods, fields, bootstraps. Empty answers are good ones. */
final class Names {

  private static final String API = "forge/api/";
  private static final Set<String> GUARDS =
      Set.of(
          "forge/guard/Guard",
          "forge/guard/Check",
          "forge/guard/Text",
          "forge/guard/Clock",
          "forge/guard/Big",
          "forge/guard/Regex",
          "forge/guard/Flow",
          "forge/guard/MapOf",
          "forge/guard/SetOf");
  private static final Set<String> NOT_OF_GUARDS = Set.of("attend", "settle", "useFlag", "site");

  /** Classes that newer compilers need and JDK 17 does not have, with all of their members. */
  private static final Set<String> NEWER = Set.of("java/lang/MatchException");

  private static final Set<String> NOT_OF_OBJECTS =
      Set.of("wait", "notify", "notifyAll", "clone", "finalize");
  private static final String LOOKUP = "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;";
  private static final Set<String> BOOTSTRAPS =
      Set.of(
          "java/lang/invoke/LambdaMetafactory.metafactory"
              + LOOKUP
              + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;"
              + "Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
              + "Ljava/lang/invoke/CallSite;",
          "java/lang/runtime/ObjectMethods.bootstrap"
              + LOOKUP
              + "Ljava/lang/invoke/TypeDescriptor;Ljava/lang/Class;Ljava/lang/String;"
              + "[Ljava/lang/invoke/MethodHandle;)Ljava/lang/Object;",
          "java/lang/runtime/SwitchBootstraps.typeSwitch"
              + LOOKUP
              + "Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
          "java/lang/runtime/SwitchBootstraps.enumSwitch"
              + LOOKUP
              + "Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
          "forge/guard/Guard.site"
              + LOOKUP
              + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;");

  private final Allowlist allowed = Allowlist.all();
  private final Shapes shapes;

  Names(Shapes shapes) {
    this.shapes = shapes;
  }

  static String dotted(String name) {
    return name.replace('/', '.').replace('$', '.');
  }

  private static String refused(String name) {
    return dotted(name) + " is not open to skills; " + Advice.on(name.replace('/', '.'));
  }

  Optional<String> type(String internalName) {
    if (internalName.startsWith("[")) return type(Type.getType(internalName));
    boolean open =
        shapes.has(internalName)
            || allowed.hasType(internalName)
            || NEWER.contains(internalName)
            || internalName.startsWith(API);
    return open ? Optional.empty() : Optional.of(refused(internalName));
  }

  Optional<String> type(Type type) {
    return switch (type.getSort()) {
      case Type.ARRAY -> type(type.getElementType());
      case Type.OBJECT -> type(type.getInternalName());
      case Type.METHOD -> types(type);
      default -> Optional.empty();
    };
  }

  private Optional<String> types(Type method) {
    for (Type each : method.getArgumentTypes()) {
      Optional<String> fault = type(each);
      if (fault.isPresent()) return fault;
    }
    return type(method.getReturnType());
  }

  Optional<String> method(int opcode, String owner, String name, String descriptor) {
    if (GUARDS.contains(owner)) return guard(opcode, owner, name);
    Optional<String> fault = types(Type.getMethodType(descriptor));
    if (fault.isPresent()) return fault;
    if (owner.startsWith("[")) return onObject(opcode, owner, name, descriptor);
    fault = type(owner);
    if (fault.isPresent() || NEWER.contains(owner)) return fault;
    if (owner.startsWith(API))
      return NOT_OF_OBJECTS.contains(name) ? Optional.of(refused(owner + "." + name)) : fault;
    if (!shapes.has(owner)) return foreign(opcode, owner, name, descriptor);
    if (shapes.declares(owner, name + descriptor)) return Optional.empty();
    return inherited(opcode, owner, name, descriptor);
  }

  private static Optional<String> guard(int opcode, String owner, String name) {
    boolean woven = opcode == Opcodes.INVOKESTATIC && !NOT_OF_GUARDS.contains(name);
    return woven ? Optional.empty() : Optional.of(refused(owner + "." + name));
  }

  private Optional<String> onObject(int opcode, String owner, String name, String descriptor) {
    return type(owner).or(() -> foreign(opcode, "java/lang/Object", name, descriptor));
  }

  private Optional<String> inherited(int opcode, String owner, String name, String descriptor) {
    if (name.equals("<init>")) return Optional.of(owner + " has no such constructor");
    for (String parent : shapes.foreignParents(owner))
      if (!parent.startsWith(API) && allowed.method(parent, name, descriptor).isPresent())
        return foreign(opcode, parent, name, descriptor);
    if (shapes.isA(owner, "forge/api/Skill") && name.equals("call")) return Optional.empty();
    return foreign(opcode, "java/lang/Object", name, descriptor);
  }

  private Optional<String> foreign(int opcode, String owner, String name, String descriptor) {
    Optional<Member> member = allowed.method(owner, name, descriptor);
    String told = owner + "." + name;
    if (member.isEmpty())
      return Optional.of(
          dotted(told)
              + arguments(descriptor)
              + " is none of the methods of Java 17 that are open to skills; "
              + Advice.on(told.replace('/', '.')));
    if (!member.get().isOpen())
      return Optional.of(
          dotted(told)
              + arguments(descriptor)
              + " is not open to skills; "
              + Advice.on(told.replace('/', '.')));
    boolean raw = member.get().cost() == Member.Cost.ROUTED && opcode != Opcodes.INVOKESPECIAL;
    return raw
        ? Optional.of(dotted(told) + " was not woven; forge the skill again")
        : Optional.empty();
  }

  private static String arguments(String descriptor) {
    StringBuilder out = new StringBuilder("(");
    for (Type each : Type.getArgumentTypes(descriptor)) {
      if (out.length() > 1) out.append(", ");
      String name = each.getClassName();
      out.append(name.substring(name.lastIndexOf('.') + 1));
    }
    return out.append(')').toString();
  }

  Optional<String> field(String owner, String name, String descriptor) {
    Optional<String> fault = type(Type.getType(descriptor)).or(() -> type(owner));
    String told = owner + "." + name;
    if (allowed.field(owner, name, descriptor).filter(member -> !member.isOpen()).isPresent())
      return Optional.of(refused(told));
    if (fault.isPresent() || owner.startsWith(API)) return fault;
    if (shapes.has(owner) && shapes.field(owner, name, descriptor).isPresent())
      return Optional.empty();
    if (shapes.has(owner))
      return shapes.foreignParents(owner).stream()
              .anyMatch(parent -> allowed.field(parent, name, descriptor).isPresent())
          ? Optional.empty()
          : Optional.of(dotted(told) + " is not there");
    return allowed.field(owner, name, descriptor).isPresent()
        ? Optional.empty()
        : Optional.of(refused(told));
  }

  Optional<String> bootstrap(Handle bootstrap, Object[] arguments) {
    String called = bootstrap.getOwner() + "." + bootstrap.getName();
    if (bootstrap.getTag() != Opcodes.H_INVOKESTATIC
        || !BOOTSTRAPS.contains(called + bootstrap.getDesc()))
      return Optional.of(
          "a call is linked by " + dotted(called) + "; use plain lambdas, records and switches");
    for (Object argument : arguments) {
      Optional<String> fault = constant(argument);
      if (fault.isPresent()) return fault;
    }
    return Optional.empty();
  }

  private Optional<String> constant(Object argument) {
    if (argument instanceof Type type) return type(type);
    if (argument instanceof Handle handle) return handle(handle);
    return argument instanceof String || argument instanceof Number
        ? Optional.empty()
        : Optional.of("a constant is computed when it is linked; write it as a literal");
  }

  private Optional<String> handle(Handle handle) {
    if (handle.getTag() <= Opcodes.H_PUTSTATIC)
      return field(handle.getOwner(), handle.getName(), handle.getDesc());
    int opcode =
        switch (handle.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
          case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
          case Opcodes.H_INVOKEVIRTUAL -> Opcodes.INVOKEVIRTUAL;
          default -> Opcodes.INVOKESPECIAL;
        };
    return method(opcode, handle.getOwner(), handle.getName(), handle.getDesc());
  }

  Optional<String> parents(String parent, List<String> interfaces) {
    if (!shapes.has(parent) && !allowed.isExtendable(parent))
      return Optional.of(
          dotted(parent)
              + " cannot be extended by skills; hold one in a field or a variable instead");
    for (String each : interfaces)
      if (!shapes.has(each) && !each.equals("forge/api/Skill") && !allowed.isImplementable(each))
        return Optional.of(
            dotted(each)
                + " cannot be implemented by skills; functions, Comparable, Comparator, Iterable and"
                + " Iterator can");
    return Optional.empty();
  }
}
