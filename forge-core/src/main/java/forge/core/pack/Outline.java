// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import forge.api.SkillName;
import forge.make.ClassSet;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/**
 * What bnd can see of a skill's classes: two skills with the same outline get the same headers, but
 * for their names and versions.
 *
 * <p>Headers tell which packages are imported, which Java is needed, and what annotations ask for.
 * So an outline is whatever in the constant pools may name a type outside the JDK and the skill's
 * own package, and the version of the class files. What merely looks like a type is taken for one:
 * too many outlines cost time, too few would be wrong.
 *
 * @param foreign what may be the package of such a type, as it stands in the constant pool
 * @param version the highest version of the class files
 */
record Outline(Set<String> foreign, int version) {

  private static final int UTF8 = 1;

  /** What stands between types in descriptors and signatures; no name of a class has it. */
  private static final String BETWEEN = ";()[<>:.*+-";

  /** The version of the class files that are compiled here: of this Java, which runs them. */
  private static final int HERE = Runtime.version().feature() + 44;

  /** That of nearly all: woven, for this Java, and nothing of others in it but the Skill API. */
  static final Outline USUAL = new Outline(Set.of("forge/api", "forge/guard"), HERE);

  private static final String JDK = "java/";

  private static final Set<String> API = Set.of("forge/api", "forge/guard");

  /** Annotations may ask bnd for anything; and it looks what a text names that is loaded by it. */
  private static final Pattern ASKING =
      Pattern.compile("Runtime(?:In)?[vV]isible.*Annotations|AnnotationDefault|forName");

  /** The outline of these classes; none when only bnd can tell what they ask for. */
  static Optional<Outline> of(SkillName name, ClassSet classes) {
    String own = name.module() + "/";
    Set<String> foreign = new TreeSet<>();
    int version = 0;
    for (byte[] bytes : classes.classes().values()) {
      ClassReader reader = new ClassReader(bytes);
      version = Math.max(version, reader.readShort(6));
      for (int i = 1; i < reader.getItemCount(); i++) {
        int at = reader.getItem(i);
        if (at == 0 || reader.readByte(at - 1) != UTF8) continue;
        String text =
            new String(bytes, at + 2, reader.readUnsignedShort(at), StandardCharsets.UTF_8);
        if (ASKING.matcher(text).matches()) return Optional.empty();
        if (text.indexOf('/') >= 0) addForeign(text, own, foreign);
      }
    }
    return Optional.of(new Outline(foreign, version));
  }

  // Those that a record brings along are made at their first use, a first create would wait for it.

  @Override
  public boolean equals(Object other) {
    return other instanceof Outline outline
        && version == outline.version
        && foreign.equals(outline.foreign);
  }

  @Override
  public int hashCode() {
    return 31 * foreign.hashCode() + version;
  }

  private static void addForeign(String text, String own, Set<String> foreign) {
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at < text.length() && BETWEEN.indexOf(text.charAt(at)) < 0) continue;
      String type = text.substring(from, at);
      if (isForeign(type, own)) foreign.add(packageOf(type));
      from = at + 1;
    }
  }

  private static boolean isForeign(String type, String own) {
    if (type.indexOf('/') < 0) return false;
    String plain = unmarked(type);
    if (plain.startsWith(JDK)) return false;
    return !plain.startsWith(own) || !isOneWord(plain, own.length());
  }

  private static boolean isOneWord(String type, int from) {
    for (int i = from; i < type.length(); i++) {
      char c = type.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && (c < '0' || c > '9') && c != '_' && c != '$') return false;
    }
    return from < type.length();
  }

  private static String packageOf(String type) {
    String named = type.substring(0, type.lastIndexOf('/'));
    String plain = unmarked(named);
    return API.contains(plain) ? plain : named;
  }

  /**
   * In a descriptor types stand one after the other, primitive ones without a mark. The compiler
   * shows skills no package that is called {@code Lforge}.
   */
  private static String unmarked(String type) {
    int at = 0;
    while (at < type.length() && "BCDFIJSZV".indexOf(type.charAt(at)) >= 0) at++;
    boolean marked = at < type.length() && "LT".indexOf(type.charAt(at)) >= 0;
    return marked ? type.substring(at + 1) : type;
  }
}
