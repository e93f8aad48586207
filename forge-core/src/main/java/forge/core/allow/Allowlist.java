// SPDX-License-Identifier: Apache-2.0
package forge.core.allow;

import forge.core.allow.Member.Cost;
import forge.core.data.Lazy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What skills may use of the JDK: each member by its full signature, with what a call may cost.
 *
 * <p>The list lies beside this class as text and is that of JDK 17 on every JDK, so nothing that a
 * newer one adds is open by itself. {@code ALL} is read once, with the first question; the members
 * of a class with the first question about that class, since a skill uses few of them and the first
 * one waits for it.
 */
public final class Allowlist {

  /** The name of the text. */
  public static final String RESOURCE = "allowlist.txt";

  private static final String NEXT_CLASS = "\nclass ";
  private static final String OBJECT = "java/lang/Object";

  private record Type(List<String> parents, Lazy<Map<String, Member>> members) {
    Member member(String key) {
      return members.get().get(key);
    }
  }

  private final Map<String, Type> types = new HashMap<>();
  private final Set<String> extendable = new HashSet<>();
  private final Set<String> implementable = new HashSet<>();

  private Allowlist() {}

  private static final class Holder {
    static final Allowlist ALL = read();
  }

  /** The list. */
  public static Allowlist all() {
    return Holder.ALL;
  }

  private static Allowlist read() {
    try (InputStream in = Allowlist.class.getResourceAsStream(RESOURCE)) {
      if (in == null) throw new IllegalStateException(RESOURCE + " is missing");
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a text in which the members of a class follow its own line. */
  static Allowlist of(String text) {
    Allowlist list = new Allowlist();
    int next = text.indexOf(NEXT_CLASS);
    text.substring(0, next).lines().forEach(list::line);
    while (next >= 0) {
      int begin = next + 1;
      next = text.indexOf(NEXT_CLASS, begin);
      list.add(text.substring(begin, next < 0 ? text.length() : next));
    }
    return list;
  }

  private void line(String line) {
    String[] words = line.split(" ");
    if (words[0].equals("extend")) extendable.add(internal(words[1]));
    if (words[0].equals("implement")) implementable.add(internal(words[1]));
  }

  private void add(String section) {
    String[] words = section.lines().findFirst().orElseThrow().split(" ");
    List<String> parents = new ArrayList<>();
    for (int i = 3; i < words.length; i++) parents.add(internal(words[i]));
    types.put(internal(words[1]), new Type(parents, new Lazy<>(() -> members(section))));
  }

  private static Map<String, Member> members(String section) {
    Map<String, Member> members = new HashMap<>();
    section
        .lines()
        .skip(1)
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.strip().split(" "))
        .forEach(words -> members.put(key(words), member(words)));
    return members;
  }

  private static String key(String[] words) {
    if (words[1].equals("field")) return words[2] + " " + descriptor(words[3]);
    int open = words[1].indexOf('(');
    StringBuilder key = new StringBuilder(words[1].substring(0, open + 1));
    String types = words[1].substring(open + 1, words[1].length() - 1);
    if (!types.isEmpty()) for (String each : types.split(",")) key.append(descriptor(each));
    return key.append(')').append(descriptor(words[2])).toString();
  }

  private static Member member(String[] words) {
    String route = "";
    String receiver = "";
    String value = "";
    List<String> arguments = List.of();
    for (int i = 3; i + 1 < words.length; i++)
      switch (words[i]) {
        case "via" -> route = "forge/guard/" + words[i + 1];
        case "of" -> receiver = internal(words[i + 1]);
        case "check" -> arguments = List.of(words[i + 1].split(","));
        case "value" -> value = words[i + 1];
        default -> {
          // the word after one of these
        }
      }
    Cost cost = Cost.valueOf(words[0].toUpperCase(Locale.ROOT));
    return new Member(cost, route, receiver, arguments, value);
  }

  private static String internal(String name) {
    return name.replace('.', '/');
  }

  private static String descriptor(String type) {
    if (type.endsWith("[]")) return "[" + descriptor(type.substring(0, type.length() - 2));
    return switch (type) {
      case "void" -> "V";
      case "boolean" -> "Z";
      case "byte" -> "B";
      case "char" -> "C";
      case "short" -> "S";
      case "int" -> "I";
      case "long" -> "J";
      case "float" -> "F";
      case "double" -> "D";
      default -> "L" + internal(type) + ";";
    };
  }

  /** Whether the class of that internal name may be named at all. */
  public boolean hasType(String owner) {
    return types.containsKey(owner);
  }

  /** Whether a skill's class may have it as its parent. */
  public boolean isExtendable(String type) {
    return extendable.contains(type);
  }

  /** Whether a skill's class may implement it. */
  public boolean isImplementable(String type) {
    return implementable.contains(type) || type.startsWith("java/util/function/");
  }

  /** The method, looked for in the class, then in its parents; the nearest decides. */
  public Optional<Member> method(String owner, String name, String descriptor) {
    String key = name + descriptor;
    Optional<Member> found = find(owner, key);
    if (found.isEmpty() && !name.equals("<init>") && hasType(owner)) return find(OBJECT, key);
    return found.filter(member -> !name.equals("<init>") || types.get(owner).member(key) != null);
  }

  /** The field. */
  public Optional<Member> field(String owner, String name, String descriptor) {
    return find(owner, name + " " + descriptor);
  }

  private Optional<Member> find(String owner, String key) {
    Type type = types.get(owner);
    if (type == null) return Optional.empty();
    Member own = type.member(key);
    if (own != null) return Optional.of(own);
    for (String parent : type.parents) {
      Optional<Member> found = find(parent, key);
      if (found.isPresent()) return found;
    }
    return Optional.empty();
  }
}
