// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import forge.api.SkillName;
import forge.make.ClassSet;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
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
  private static final Pattern BETWEEN = Pattern.compile("[;()\\[<>:.*+-]+");

  /** The version of the class files that are compiled here: of this Java, which runs them. */
  private static final int HERE = Runtime.version().feature() + 44;

  /** That of nearly all: woven, for this Java, and nothing of others in it but the Skill API. */
  static final Outline USUAL = new Outline(Set.of("forge/api", "forge/guard"), HERE);

  /** Of the API; the compiler shows skills no package that is called {@code Lforge}. */
  private static final Pattern API = Pattern.compile("(?:[BCDFIJSZV]*[LT])?(forge/(?:api|guard))");

  /** Of the JDK; in a descriptor types stand one after the other, primitive ones without a mark. */
  private static final Pattern JDK = Pattern.compile("(?:[BCDFIJSZV]*[LT])?java/.*");

  /** Annotations may ask bnd for anything; and it looks what a text names that is loaded by it. */
  private static final Pattern ASKING =
      Pattern.compile("Runtime(?:In)?[vV]isible.*Annotations|AnnotationDefault|forName");

  /** The outline of these classes; none when only bnd can tell what they ask for. */
  static Optional<Outline> of(SkillName name, ClassSet classes) {
    Pattern own = Pattern.compile("(?:[BCDFIJSZV]*[LT])?" + name.module() + "/[\\w$]+");
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
        if (text.indexOf('/') < 0) continue;
        for (String type : BETWEEN.split(text))
          if (isForeign(type) && !own.matcher(type).matches()) foreign.add(packageOf(type));
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

  private static String packageOf(String type) {
    String named = type.substring(0, type.lastIndexOf('/'));
    Matcher api = API.matcher(named);
    return api.matches() ? api.group(1) : named;
  }

  private static boolean isForeign(String type) {
    return type.indexOf('/') >= 0 && !JDK.matcher(type).matches();
  }
}
