// SPDX-License-Identifier: Apache-2.0
package forge.core.live;

import forge.api.Skill;
import forge.make.Rejected;
import forge.make.Stage;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;

/**
 * Looks at what a skill that was just made holds on to: its static fields and its own, and whatever
 * can be reached from them. What could change would be kept from one call to the next.
 *
 * <p>The verifier has seen to the types of these fields; this sees the values, as a {@code Map} may
 * be a {@code HashMap}. Runs as part of the skill, since it initializes its classes.
 */
final class Constants {

  private static final Set<String> UNCHANGING =
      Set.of(
          "java.lang.",
          "java.math.",
          "java.time.",
          "java.nio.charset.",
          "sun.nio.cs.",
          "java.util.regex.Pattern",
          "java.util.UUID",
          "java.util.Locale",
          "java.util.Currency",
          "java.util.HexFormat",
          "java.util.OptionalInt",
          "java.util.OptionalLong",
          "java.util.OptionalDouble",
          "java.util.concurrent.TimeUnit",
          "java.util.stream.Collectors$",
          "forge.api.");
  private static final Set<String> CHANGING =
      Set.of("java.lang.StringBuilder", "java.lang.StringBuffer", "java.lang.ThreadLocal");
  private static final Set<String> CLOSED =
      Set.of(
          "java.util.ImmutableCollections$",
          "java.util.Collections$Empty",
          "java.util.Collections$Singleton",
          "java.util.Collections$Unmodifiable",
          "java.util.KeyValueHolder",
          "java.util.Optional");

  private final ClassLoader own;
  private final Deque<Object> open = new ArrayDeque<>();
  private final Map<Object, Boolean> seen = new IdentityHashMap<>();
  private String where = "";

  private Constants(ClassLoader own) {
    this.own = own;
  }

  /**
   * Looks at all of them.
   *
   * @throws Rejected at {@link Stage#SERVICE} naming the first field that holds what could change
   */
  static void check(Bundle bundle, Skill skill) throws ReflectiveOperationException {
    Constants constants = new Constants(skill.getClass().getClassLoader());
    String module = bundle.getSymbolicName();
    Enumeration<URL> files = bundle.findEntries(module, "*.class", false);
    for (URL file : Collections.list(files)) {
      String path = file.getPath();
      String name = path.substring(path.lastIndexOf('/') + 1, path.length() - ".class".length());
      constants.statics(Class.forName(module + "." + name, true, constants.own));
    }
    constants.where = skill.getClass().getName();
    constants.fields(skill.getClass(), skill);
    constants.walk();
  }

  private void statics(Class<?> type) throws IllegalAccessException {
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) continue;
      if (field.getType().isPrimitive() || field.isSynthetic()) continue;
      field.setAccessible(true);
      where = type.getName() + "." + field.getName();
      add(field.get(null));
      walk();
    }
  }

  private void add(Object value) {
    if (value != null && seen.put(value, true) == null) open.add(value);
  }

  private void walk() throws IllegalAccessException {
    while (!open.isEmpty()) visit(open.poll());
  }

  private void visit(Object value) throws IllegalAccessException {
    Class<?> type = value.getClass();
    if (type.getClassLoader() == own || type.getName().startsWith("forge.guard.")) {
      for (Class<?> each = type;
          each != null && each.getClassLoader() != null;
          each = each.getSuperclass()) fields(each, value);
    } else if (starts(CLOSED, type)) elements(value);
    else if (starts(CHANGING, type) || !starts(UNCHANGING, type) && !type.isHidden())
      throw changing(type);
  }

  private static boolean starts(Set<String> prefixes, Class<?> type) {
    return prefixes.stream().anyMatch(type.getName()::startsWith);
  }

  private void fields(Class<?> type, Object holder) throws IllegalAccessException {
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) continue;
      if (!Modifier.isFinal(field.getModifiers())) throw changing(type);
      if (field.getType().isPrimitive()) continue;
      field.setAccessible(true);
      add(field.get(holder));
    }
  }

  private void elements(Object value) {
    if (value instanceof Iterable<?> items) items.forEach(this::add);
    else if (value instanceof Optional<?> optional) optional.ifPresent(this::add);
    else if (value instanceof Map.Entry<?, ?> entry) {
      add(entry.getKey());
      add(entry.getValue());
    } else if (value instanceof Map<?, ?> map)
      map.forEach(
          (key, item) -> {
            add(key);
            add(item);
          });
  }

  private Rejected changing(Class<?> type) {
    return Rejected.because(
        Stage.SERVICE,
        "code.state",
        where,
        where
            + " holds "
            + type.getTypeName()
            + ", which can change and would be kept from one call to the next; use List.of, Set.of,"
            + " Map.of or Map.ofEntries of what does not change, or a local variable");
  }
}
