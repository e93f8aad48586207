// SPDX-License-Identifier: Apache-2.0
package forge.core.spec;

import forge.make.Grant;
import forge.make.Grant.Kind;
import forge.make.Grants;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Reads {@code grants}: of a spec, where each is named, or of an operator's list, where {@code *}
 * stands for any.
 */
public final class GrantsReader {

  /** What an HTTP grant may say. */
  public static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final int MAX = 100;
  private static final int MAX_HOST = 253;
  private static final int MAX_PORT = 65_535;
  private static final Set<String> FIELDS =
      Set.of("http", "files.read", "files.write", "knowledge", "env", "skills", "secrets");
  private static final Set<String> HTTP = Set.of("host", "methods", "secrets");
  private static final Set<String> KNOWLEDGE = Set.of("read", "write");

  /** Labels, the last one beginning with a letter: no spelling of an address is among them. */
  private static final Pattern HOST =
      Pattern.compile(
          "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
              + "(?::([1-9][0-9]{0,4}))?");

  private static final Pattern PLACE =
      Pattern.compile("(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9][a-z0-9_-]{0,63}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern SECRET = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
  private static final Pattern SKILL = Pattern.compile("[a-z][a-z0-9]*(?:_[a-z0-9]+)*");

  private final BiConsumer<String, String> refuse;
  private final boolean any;
  private final Set<Grant> grants = new TreeSet<>();

  private GrantsReader(BiConsumer<String, String> refuse, boolean any) {
    this.refuse = refuse;
    this.any = any;
  }

  /** Of a spec; what is wrong is told by its path. */
  public static Grants read(Object value, BiConsumer<String, String> refuse) {
    return new GrantsReader(refuse, false).grants("grants", value);
  }

  /** Of an operator's list. */
  public static Grants readList(String path, Object value, BiConsumer<String, String> refuse) {
    return new GrantsReader(refuse, true).grants(path, value);
  }

  private Grants grants(String path, Object value) {
    if (value == null || value instanceof List<?> list && list.isEmpty()) return Grants.NONE;
    if (!(value instanceof Map<?, ?> map)) {
      refuse.accept(path, "'grants' must be an object, e.g. {\"files.read\":[\"reports\"]}");
      return Grants.NONE;
    }
    onlyKnown(path, map, FIELDS, "grants have ");
    List<String> shared = names(path + ".secrets", map.get("secrets"), SECRET, SECRET_SHAPE);
    http(path, map.get("http"), shared);
    plain(path, map, Kind.FILES_READ, PLACE, PLACE_SHAPE);
    plain(path, map, Kind.FILES_WRITE, PLACE, PLACE_SHAPE);
    knowledge(path + ".knowledge", map.get("knowledge"));
    plain(path, map, Kind.ENV, VARIABLE, "letters, digits and _");
    plain(path, map, Kind.SKILLS, SKILL, "the snake_case name of a skill");
    return new Grants(grants);
  }

  private static final String SECRET_SHAPE = "capital letters, digits and _, e.g. API_KEY";
  private static final String PLACE_SHAPE = "small letters, digits, - and _, at most 64";

  private void onlyKnown(String path, Map<?, ?> map, Set<String> known, String has) {
    for (Object name : map.keySet())
      if (!known.contains(name))
        refuse.accept(
            path + "." + Words.shown(name.toString()),
            "unknown field '" + Words.shown(name.toString()) + "'; " + has + Words.list(known));
  }

  private void plain(String path, Map<?, ?> map, Kind kind, Pattern shape, String words) {
    String field = path + "." + kind.word();
    for (String name : names(field, map.get(kind.word()), shape, words)) {
      if (kind == Kind.ENV && name.toUpperCase(Locale.ROOT).startsWith("FORGE_"))
        refuse.accept(field, "the gateway's own settings are open to nobody: " + name);
      else grants.add(Grant.of(kind, name));
    }
  }

  private void knowledge(String path, Object value) {
    if (value == null) return;
    if (!(value instanceof Map<?, ?> map)) {
      refuse.accept(
          path, "'knowledge' must be an object, e.g. {\"read\":[\"facts\"],\"write\":[\"facts\"]}");
      return;
    }
    onlyKnown(path, map, KNOWLEDGE, "knowledge has ");
    for (String slot : names(path + ".read", map.get("read"), PLACE, PLACE_SHAPE))
      grants.add(Grant.of(Kind.KNOWLEDGE_READ, slot));
    for (String slot : names(path + ".write", map.get("write"), PLACE, PLACE_SHAPE))
      grants.add(Grant.of(Kind.KNOWLEDGE_WRITE, slot));
  }

  private void http(String path, Object value, List<String> shared) {
    if (value == null) {
      if (!shared.isEmpty())
        refuse.accept(
            path + ".secrets",
            "a secret goes to a host: add \"http\":[{\"host\":…,\"secrets\":[\""
                + shared.get(0)
                + "\"]}]");
      return;
    }
    int index = 0;
    for (Object item : list(path + ".http", value)) {
      String at = path + ".http[" + index++ + "]";
      if (item instanceof Map<?, ?> map) host(at, map, shared);
      else refuse.accept(at, "an entry is an object, e.g. {\"host\":\"api.example.com\"}");
    }
  }

  private void host(String path, Map<?, ?> map, List<String> shared) {
    onlyKnown(path, map, HTTP, "an entry has ");
    boolean good = map.get("host") instanceof String host && isHost(host);
    if (!good)
      refuse.accept(
          path + ".host",
          "'host' must be the name of one host in small letters, with a port if need be, e.g."
              + " api.example.com:8443; no address, no scheme, no path");
    List<String> methods = methods(path + ".methods", map.get("methods"));
    List<String> secrets =
        new ArrayList<>(names(path + ".secrets", map.get("secrets"), SECRET, SECRET_SHAPE));
    secrets.addAll(shared);
    if (!good) return;
    String host = (String) map.get("host");
    for (String method : methods) grants.add(new Grant(Kind.HTTP, host, method));
    for (String secret : secrets) grants.add(new Grant(Kind.SECRET, secret, host));
  }

  private boolean isHost(String host) {
    String name = any && host.startsWith("*.") ? host.substring(2) : host;
    if (any && host.equals(Grant.ANY)) return true;
    var shape = HOST.matcher(name);
    if (name.length() > MAX_HOST || !shape.matches()) return false;
    return shape.group(1) == null || Integer.parseInt(shape.group(1)) <= MAX_PORT;
  }

  private List<String> methods(String path, Object value) {
    if (value == null) return List.of("GET");
    List<String> methods = new ArrayList<>();
    for (Object item : list(path, value))
      if (item instanceof String method && (METHODS.contains(method) || isAny(method)))
        methods.add(method);
      else refuse.accept(path, "a method is one of " + Words.list(METHODS));
    if (methods.isEmpty()) refuse.accept(path, "name at least one method, or leave 'methods' out");
    return methods;
  }

  private boolean isAny(String name) {
    return any && name.equals(Grant.ANY);
  }

  private List<?> list(String path, Object value) {
    if (value instanceof List<?> list && list.size() <= MAX) return list;
    refuse.accept(path, "'" + path + "' must be an array of at most " + MAX);
    return List.of();
  }

  private List<String> names(String path, Object value, Pattern shape, String words) {
    if (value == null) return List.of();
    Set<String> seen = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Object item : list(path, value)) {
      if (item instanceof String name && (shape.matcher(name).matches() || isAny(name))) {
        if (seen.add(name)) names.add(name);
      } else refuse.accept(path, "'" + path + "' must hold names: " + words);
    }
    return names;
  }
}
