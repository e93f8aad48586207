// SPDX-License-Identifier: Apache-2.0
package forge.core.weave;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Who calls whom in a set of classes, so that depth is counted only where calls can go round, and a
 * method that the JDK calls back polls as it begins.
 *
 * <p>It errs on the safe side: a call goes to every own method of that name and descriptor, and a
 * call of the JDK that might call back goes to every method that could be called so.
 */
final class Calls {

  /** What is known of one method. */
  static final class Node {
    int slots;
    int locals;
    boolean calledBack;
    boolean exposed;

    /** Whether its depth counts: calls go round through it, or it catches what comes from below. */
    boolean recursive;

    private boolean handles;
    private final Set<String> targets = new HashSet<>();
    private boolean leaves;

    private boolean catchesFromBelow() {
      return handles && (leaves || !targets.isEmpty());
    }
  }

  private static final Set<String> ALWAYS_CALLED_BACK =
      Set.of(
          "toString",
          "hashCode",
          "equals",
          "compareTo",
          "compare",
          "getMessage",
          "getCause",
          "getLocalizedMessage");

  /** Others than the JDK might call these, too: they see to it that they run within a call. */
  private static final Set<String> EXPOSED =
      Set.of("call", "<clinit>", "toString", "hashCode", "equals", "getMessage", "getCause");

  private static final Set<String> PLAIN_PARENTS =
      Set.of("java/lang/Object", "java/lang/Record", "java/lang/Enum", "forge/api/Skill");
  private static final Set<String> LEAVES =
      Set.of(
          "java/lang/String",
          "java/lang/StringBuilder",
          "java/lang/Math",
          "java/lang/StrictMath",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Short",
          "java/lang/Byte",
          "java/lang/Character",
          "java/lang/Boolean",
          "java/lang/Float",
          "java/lang/Double",
          "java/lang/Number",
          "java/math/BigInteger",
          "java/math/BigDecimal",
          "java/math/RoundingMode");
  private static final Set<String> QUIET = Set.of("size", "isEmpty", "get", "add", "set", "length");

  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, List<Node>> bySignature = new HashMap<>();
  private final Map<String, List<String>> parents = new HashMap<>();
  private final Set<String> own;

  Calls(Map<String, ClassReader> classes) {
    this.own = classes.keySet();
    classes.values().forEach(this::read);
    classes.keySet().forEach(this::markCalledBack);
    new Rounds(nodes.values().stream().toList()).mark();
  }

  /** The method, which must be one of these classes. */
  Node of(String owner, String name, String descriptor) {
    return nodes.get(key(owner, name, descriptor));
  }

  private static String key(String owner, String name, String descriptor) {
    return owner + "." + name + descriptor;
  }

  private void read(ClassReader reader) {
    String owner = reader.getClassName();
    List<String> all = new ArrayList<>(List.of(reader.getInterfaces()));
    if (reader.getSuperName() != null) all.add(reader.getSuperName());
    parents.put(owner, all);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            Node node = new Node();
            node.exposed = EXPOSED.contains(name);
            nodes.put(key(owner, name, descriptor), node);
            bySignature.computeIfAbsent(name + descriptor, any -> new ArrayList<>()).add(node);
            return new Body(node);
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
  }

  private void markCalledBack(String owner) {
    boolean foreign = hasForeignParent(owner, new HashSet<>());
    nodes.forEach(
        (key, node) -> {
          if (!key.startsWith(owner + ".")) return;
          String name = key.substring(owner.length() + 1, key.indexOf('('));
          if (foreign && !name.startsWith("<") || ALWAYS_CALLED_BACK.contains(name))
            node.calledBack = true;
        });
  }

  private boolean hasForeignParent(String owner, Set<String> seen) {
    if (!seen.add(owner)) return false;
    for (String parent : parents.getOrDefault(owner, List.of()))
      if (own.contains(parent) ? hasForeignParent(parent, seen) : !PLAIN_PARENTS.contains(parent))
        return true;
    return false;
  }

  /** Whether a call of the JDK can not call back. */
  private static boolean isLeaf(String owner, String name, String descriptor) {
    if (owner.startsWith("forge/api/")) return true;
    Type[] arguments = Type.getArgumentTypes(descriptor);
    if (owner.equals("java/util/List") || owner.equals("java/util/ArrayList"))
      return QUIET.contains(name);
    if (owner.startsWith("java/util/") && arguments.length == 0)
      return QUIET.contains(name) || name.equals("<init>");
    if (owner.equals("java/lang/Object") && name.equals("<init>")) return true;
    if (!LEAVES.contains(owner)) return false;
    for (Type argument : arguments)
      if (argument.getSort() == Type.OBJECT && !LEAVES.contains(argument.getInternalName()))
        return false;
    return true;
  }

  private final class Body extends MethodVisitor {
    private final Node node;

    Body(Node node) {
      super(Opcodes.ASM9);
      this.node = node;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (own.contains(owner)) node.targets.add(name + descriptor);
      else if (!isLeaf(owner, name, descriptor)) node.leaves = true;
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      if (bootstrap.getOwner().equals("java/lang/runtime/ObjectMethods")) node.leaves = true;
      for (Object argument : arguments)
        if (argument instanceof Handle handle && own.contains(handle.getOwner()))
          handed.add(handle.getName() + handle.getDesc());
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      node.handles = true;
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      node.slots = maxStack + maxLocals;
      node.locals = maxLocals;
    }
  }

  private final Set<String> handed = new HashSet<>();

  /** Marks what lies on a round: strongly connected, without recursion. */
  private final class Rounds {
    private final List<Node> all = new ArrayList<>();
    private final Map<Node, Integer> index = new HashMap<>();
    private final List<Set<Integer>> out = new ArrayList<>();
    private final List<Set<Integer>> in = new ArrayList<>();

    Rounds(List<Node> methods) {
      all.addAll(methods);
      for (Node node : methods) index.put(node, index.size());
      for (int i = 0; i <= all.size(); i++) {
        out.add(new HashSet<>());
        in.add(new HashSet<>());
      }
    }

    private void arrow(int from, int to) {
      out.get(from).add(to);
      in.get(to).add(from);
    }

    void mark() {
      int outside = all.size();
      for (String signature : handed)
        bySignature.getOrDefault(signature, List.of()).forEach(node -> node.calledBack = true);
      for (Node node : all) {
        int from = index.get(node);
        if (node.leaves) arrow(from, outside);
        if (node.calledBack) arrow(outside, from);
        for (String target : node.targets) {
          List<Node> found = bySignature.getOrDefault(target, List.of());
          if (found.isEmpty()) arrow(from, outside);
          found.forEach(to -> arrow(from, index.get(to)));
        }
      }
      int[] group = groups();
      int[] size = new int[group.length];
      for (int each : group) size[each]++;
      for (int i = 0; i < all.size(); i++)
        all.get(i).recursive =
            size[group[i]] > 1 || out.get(i).contains(i) || all.get(i).catchesFromBelow();
    }

    private int[] groups() {
      int[] group = new int[out.size()];
      java.util.Arrays.fill(group, -1);
      List<Integer> order = finished();
      for (int i = order.size() - 1; i >= 0; i--) {
        int root = order.get(i);
        if (group[root] < 0) flood(root, group);
      }
      return group;
    }

    private void flood(int root, int[] group) {
      Deque<Integer> open = new ArrayDeque<>(List.of(root));
      while (!open.isEmpty()) {
        int each = open.pop();
        if (group[each] >= 0) continue;
        group[each] = root;
        open.addAll(in.get(each));
      }
    }

    private List<Integer> finished() {
      List<Integer> order = new ArrayList<>();
      boolean[] seen = new boolean[out.size()];
      for (int i = 0; i < out.size(); i++) {
        Deque<int[]> stack = new ArrayDeque<>();
        List<List<Integer>> children = new ArrayList<>();
        if (seen[i]) continue;
        seen[i] = true;
        stack.push(new int[] {i, 0});
        children.add(new ArrayList<>(out.get(i)));
        while (!stack.isEmpty()) {
          int[] top = stack.peek();
          List<Integer> next = children.get(children.size() - 1);
          if (top[1] == next.size()) {
            order.add(top[0]);
            stack.pop();
            children.remove(children.size() - 1);
          } else {
            int child = next.get(top[1]++);
            if (seen[child]) continue;
            seen[child] = true;
            stack.push(new int[] {child, 0});
            children.add(new ArrayList<>(out.get(child)));
          }
        }
      }
      return order;
    }
  }
}
