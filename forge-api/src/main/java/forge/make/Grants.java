// SPDX-License-Identifier: Apache-2.0
package forge.make;

import forge.make.Grant.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a skill may reach; nothing by default.
 *
 * @param all one by one, in order
 */
public record Grants(Set<Grant> all) {

  /** Nothing. */
  public static final Grants NONE = new Grants(Set.of());

  /** Copies the set. */
  public Grants {
    all = Collections.unmodifiableSet(new TreeSet<>(all));
  }

  /** Whether it grants nothing. */
  public boolean isNone() {
    return all.isEmpty();
  }

  /** Whether it gives that. */
  public boolean covers(Grant wanted) {
    return all.contains(wanted) || all.stream().anyMatch(grant -> grant.covers(wanted));
  }

  /** What this has and the other one does not give. */
  public List<Grant> beyond(Grants other) {
    return all.stream().filter(grant -> !other.covers(grant)).toList();
  }

  /** The names of one kind. */
  public List<String> names(Kind kind) {
    return all.stream().filter(grant -> grant.kind() == kind).map(Grant::name).distinct().toList();
  }

  /** As a spec says it, plain data; empty when it grants nothing. */
  public Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    put(plain, Kind.HTTP.word(), http());
    put(plain, Kind.FILES_READ.word(), names(Kind.FILES_READ));
    put(plain, Kind.FILES_WRITE.word(), names(Kind.FILES_WRITE));
    Map<String, Object> knowledge = new LinkedHashMap<>();
    put(knowledge, "read", names(Kind.KNOWLEDGE_READ));
    put(knowledge, "write", names(Kind.KNOWLEDGE_WRITE));
    if (!knowledge.isEmpty()) plain.put("knowledge", knowledge);
    put(plain, Kind.ENV.word(), names(Kind.ENV));
    put(plain, Kind.SKILLS.word(), names(Kind.SKILLS));
    return plain;
  }

  private static void put(Map<String, Object> plain, String name, Collection<?> values) {
    if (!values.isEmpty()) plain.put(name, List.copyOf(values));
  }

  private List<Map<String, Object>> http() {
    Map<String, List<String>> methods = new TreeMap<>();
    Map<String, List<String>> secrets = new TreeMap<>();
    for (Grant grant : all) {
      if (grant.kind() == Kind.HTTP) add(methods, grant.name(), grant.detail());
      if (grant.kind() == Kind.SECRET) add(secrets, grant.detail(), grant.name());
    }
    List<Map<String, Object>> hosts = new ArrayList<>();
    methods.forEach(
        (host, granted) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("host", host);
          entry.put("methods", granted);
          put(entry, "secrets", secrets.getOrDefault(host, List.of()));
          hosts.add(entry);
        });
    return hosts;
  }

  private static void add(Map<String, List<String>> map, String key, String value) {
    map.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
  }

  /** In words, one by one. */
  public static String words(Collection<Grant> grants) {
    return String.join(", ", grants.stream().map(Grant::toString).toList());
  }
}
