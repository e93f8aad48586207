// SPDX-License-Identifier: Apache-2.0
package forge.core.allow;

import forge.guard.Big;
import forge.guard.Clock;
import forge.guard.Flow;
import forge.guard.MapOf;
import forge.guard.Regex;
import forge.guard.Routed;
import forge.guard.SetOf;
import forge.guard.Text;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes the explicit list from the policy, the shapes of JDK 17 and the methods of the guard. */
final class Listing {

  private static final Set<String> CONTAINERS =
      Set.of(
          "java.lang.Object",
          "java.util.Collection",
          "java.util.Map",
          "java.util.Map$Entry",
          "java.util.Optional",
          "java.util.concurrent.atomic.AtomicReference");
  private static final List<Class<?>> GUARDS =
      List.of(
          Text.class, Clock.class, Big.class, Regex.class, Flow.class, MapOf.class, SetOf.class);
  private static final Map<String, String> CONSTRUCTORS =
      Map.of(
          "(int)", "capacity",
          "(java.util.Collection)", "bulk",
          "(java.util.Map)", "bulk",
          "(int,float)", "capacity,_",
          "(int,float,boolean)", "capacity,_,_",
          "(int,java.util.Comparator)", "capacity,_");

  private record Signature(String name, String parameters, String returns, int access) {
    String text() {
      return name + parameters;
    }

    int arity() {
      return parameters.equals("()") ? 0 : parameters.split(",").length;
    }
  }

  private final Jdk17 jdk;
  private final Policy policy;
  private final Map<String, String> routes = new HashMap<>();
  private final Set<String> routesUsed = new TreeSet<>();

  Listing(Jdk17 jdk) {
    this.jdk = jdk;
    this.policy = Policy.read(jdk);
    for (Class<?> guard : GUARDS)
      for (Method method : guard.getDeclaredMethods())
        if (Modifier.isPublic(method.getModifiers())) route(guard, method);
  }

  private void route(Class<?> guard, Method method) {
    Routed routed = method.getAnnotation(Routed.class);
    List<Class<?>> types = new ArrayList<>(Arrays.asList(method.getParameterTypes()));
    Class<?> owner = routed != null ? routed.value() : types.remove(0);
    String parameters =
        types.stream().map(Class::getTypeName).collect(Collectors.joining(",", "(", ")"));
    String key = owner.getName() + "." + method.getName() + parameters;
    String target =
        " via " + guard.getSimpleName() + (routed != null ? "" : " of " + owner.getName());
    if (routes.put(key, target) != null) throw new IllegalStateException("two routes: " + key);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(policy.headers);
    new TreeMap<>(policy.entries).values().forEach(entry -> type(entry, lines));
    Set<String> unused = new TreeSet<>(routes.keySet());
    unused.removeAll(routesUsed);
    if (!unused.isEmpty()) throw new IllegalStateException("guard without a member: " + unused);
    return lines;
  }

  private void type(Policy.Entry entry, List<String> lines) {
    ClassReader reader =
        jdk.find(internal(entry.name()))
            .orElseThrow(() -> new IllegalStateException("JDK 17 has no " + entry.name()));
    List<String> parents = parents(reader);
    lines.add(
        "class " + entry.name() + (parents.isEmpty() ? "" : " : " + String.join(" ", parents)));
    Set<String> members = new TreeSet<>();
    Set<String> seen = new LinkedHashSet<>();
    collect(entry, reader, members, seen, new LinkedHashSet<>());
    Set<String> said = new TreeSet<>(entry.open());
    said.addAll(entry.closed());
    for (String word : said)
      if (seen.stream().noneMatch(text -> matches(word, text)))
        throw new IllegalStateException(entry.name() + " has no " + word);
    lines.addAll(members);
  }

  /** Those that are in the policy; the parents of others are taken in their place. */
  private List<String> parents(ClassReader reader) {
    List<String> all = new ArrayList<>();
    if (reader.getSuperName() != null) all.add(reader.getSuperName());
    all.addAll(List.of(reader.getInterfaces()));
    Set<String> parents = new LinkedHashSet<>();
    for (String each : all)
      if (policy.entries.containsKey(dotted(each))) parents.add(dotted(each));
      else jdk.find(each).ifPresent(hidden -> parents.addAll(parents(hidden)));
    return new ArrayList<>(parents);
  }

  /** The class's own public members, and those of parents that nobody may name. */
  private void collect(
      Policy.Entry entry,
      ClassReader reader,
      Set<String> lines,
      Set<String> seen,
      Set<String> done) {
    for (Signature each : signatures(reader)) {
      boolean open = (each.access & Opcodes.ACC_PUBLIC) != 0;
      boolean constructor = each.name.equals("<init>");
      boolean inherited = !reader.getClassName().equals(internal(entry.name()));
      if (constructor && inherited) continue;
      if (!open && !(constructor && (each.access & Opcodes.ACC_PROTECTED) != 0)) continue;
      if (!seen.add(each.text()) && inherited) continue;
      if (done.add(each.text() + each.returns)) lines.add(line(entry, each));
    }
    fields(entry, reader, lines, seen);
    String parent = reader.getSuperName();
    if (parent != null && !policy.entries.containsKey(dotted(parent)))
      jdk.find(parent).ifPresent(hidden -> collect(entry, hidden, lines, seen, done));
    for (String each : reader.getInterfaces())
      if (!policy.entries.containsKey(dotted(each)) && inheritsMembers(each))
        jdk.find(each).ifPresent(hidden -> collect(entry, hidden, lines, seen, done));
  }

  private static boolean inheritsMembers(String hidden) {
    return !hidden.startsWith("java/lang/constant/");
  }

  private String line(Policy.Entry entry, Signature each) {
    String plain = each.text() + " " + each.returns;
    if (!isOpen(entry, each)) return "never " + plain;
    Optional<String> route = inherited(entry.name(), name -> route(name, entry.name(), each));
    if (route.isPresent() && !each.name.equals("<init>")) return "routed " + plain + route.get();
    Optional<String> check = inherited(entry.name(), name -> check(name, each));
    if (check.isEmpty() && each.name.equals("<init>") && entry.kind().equals("collection"))
      check = Optional.ofNullable(CONSTRUCTORS.get(each.parameters)).map(all -> " check " + all);
    Optional<String> result = inherited(entry.name(), name -> result(name, each));
    String checks =
        check.filter(all -> !all.matches(" check [_,]+")).orElse("") + result.orElse("");
    return (checks.isEmpty() ? entry.cost() : "checked") + " " + plain + checks;
  }

  private boolean isOpen(Policy.Entry entry, Signature each) {
    if (isClosed(entry.name(), each.text())) return false;
    if (entry.kind().equals("only")
        && entry.open().stream().noneMatch(word -> matches(word, each.text()))) return false;
    if (!isNamed(each.returns)) return false;
    String types = each.parameters.substring(1, each.parameters.length() - 1);
    return types.isEmpty() || Arrays.stream(types.split(",")).allMatch(this::isNamed);
  }

  /** What is closed in a class is closed in all that inherit it. */
  private boolean isClosed(String name, String text) {
    return policy.entries.get(name).closed().stream().anyMatch(word -> matches(word, text))
        || parents(jdk.find(internal(name)).orElseThrow()).stream()
            .anyMatch(parent -> !text.startsWith("<init>") && isClosed(parent, text));
  }

  private static boolean matches(String word, String text) {
    return word.equals(text) || text.startsWith(word + "(");
  }

  private boolean isNamed(String type) {
    String plain = type.replace("[]", "");
    return !plain.contains(".") || policy.entries.containsKey(plain);
  }

  private Optional<String> route(String owner, String asked, Signature each) {
    if (owner.equals("java.lang.Object") && !isContainer(asked)) return Optional.empty();
    String key = owner + "." + each.text();
    if ((each.access & Opcodes.ACC_STATIC) != 0 && !owner.equals(asked)) return Optional.empty();
    routesUsed.add(routes.containsKey(key) ? key : "");
    return Optional.ofNullable(routes.get(key));
  }

  private boolean isContainer(String name) {
    return CONTAINERS.contains(name)
        || parents(jdk.find(internal(name)).orElseThrow()).stream()
            .anyMatch(parent -> !parent.equals("java.lang.Object") && isContainer(parent));
  }

  private Optional<String> check(String owner, Signature each) {
    Map<String, List<String>> checks = policy.entries.get(owner).checks();
    if (each.name.equals("<init>")
        && !checks.containsKey("<init>" + each.parameters + "/" + each.arity()))
      return Optional.empty();
    List<String> found = checks.get(each.text() + "/" + each.arity());
    if (found == null) found = checks.get(each.name + "/" + each.arity());
    if (found == null)
      found =
          checks.entrySet().stream()
              .filter(check -> check.getKey().startsWith(each.text() + "/"))
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(null);
    if (found == null || !fits(found, each)) return Optional.empty();
    return Optional.of(" check " + String.join(",", found));
  }

  /** A check by name is for those of the overloads whose arguments it can take. */
  private static boolean fits(List<String> checks, Signature each) {
    String[] types = each.parameters.substring(1, each.parameters.length() - 1).split(",");
    for (int i = 0; i < checks.size(); i++) {
      boolean primitive = !types[i].contains(".") && !types[i].endsWith("[]");
      boolean number = Set.of("capacity", "bit", "count").contains(checks.get(i));
      if (number && !types[i].equals("int")) return false;
      if (checks.get(i).equals("key") && primitive) return false;
      if (checks.get(i).equals("printed") && !types[i].endsWith("[]")) return false;
      if (checks.get(i).equals("bulk")
          && !types[i].equals("java.util.Collection")
          && !types[i].equals("java.util.Map")) return false;
    }
    return true;
  }

  private Optional<String> result(String owner, Signature each) {
    return Optional.ofNullable(policy.entries.get(owner).results().get(each.name))
        .map(name -> " value " + name);
  }

  private interface Question {
    Optional<String> of(String owner);
  }

  /** Breadth first: what the nearest parent says goes for its children. */
  private Optional<String> inherited(String name, Question question) {
    Set<String> level = new LinkedHashSet<>(Set.of(name));
    while (!level.isEmpty()) {
      Set<String> next = new LinkedHashSet<>();
      for (String each : level) {
        Optional<String> found = question.of(each);
        if (found.isPresent()) return found;
        next.addAll(parents(jdk.find(internal(each)).orElseThrow()));
      }
      level = next;
    }
    return Optional.empty();
  }

  private static List<Signature> signatures(ClassReader reader) {
    List<Signature> all = new ArrayList<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String generic, String[] exceptions) {
            Type type = Type.getMethodType(descriptor);
            if ((access & Opcodes.ACC_SYNTHETIC) == 0)
              all.add(
                  new Signature(
                      name,
                      Arrays.stream(type.getArgumentTypes())
                          .map(Type::getClassName)
                          .collect(Collectors.joining(",", "(", ")")),
                      type.getReturnType().getClassName(),
                      access));
            return null;
          }
        },
        ClassReader.SKIP_CODE);
    return all;
  }

  private void fields(Policy.Entry entry, ClassReader reader, Set<String> lines, Set<String> seen) {
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String generic, Object value) {
            String type = Type.getType(descriptor).getClassName();
            if ((access & Opcodes.ACC_PUBLIC) == 0 || (access & Opcodes.ACC_SYNTHETIC) != 0)
              return null;
            seen.add(name);
            boolean open =
                isNamed(type)
                    && (!entry.kind().equals("only") || entry.open().contains(name))
                    && !entry.closed().contains(name);
            lines.add((open ? "constant" : "never") + " field " + name + " " + type);
            return null;
          }
        },
        ClassReader.SKIP_CODE);
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }
}
