// SPDX-License-Identifier: Apache-2.0
package forge.core.synth;

import forge.api.Skill;
import forge.api.SkillName;
import forge.core.data.Recent;
import forge.make.Origin;
import forge.make.SkillSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** What a skill's source file and class are called. */
public final class JavaNames {

  /** What generated source imports of the JDK, so what its class must not hide. */
  private static final List<String> VISIBLE =
      List.of(
          "java.lang.",
          "java.math.",
          "java.time.",
          "java.util.",
          "java.util.function.",
          "java.util.regex.",
          "java.util.stream.");

  private static final String API = Skill.class.getPackageName() + ".";

  /** Methods that the class has already. */
  private static final Set<String> TAKEN =
      Set.of(
          "call",
          "toString",
          "hashCode",
          "equals",
          "getClass",
          "clone",
          "finalize",
          "notify",
          "notifyAll",
          "wait");

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "\\bpublic\\s+(?:(?:final|abstract|sealed|non-sealed|strictfp|static)\\s+)*"
              + "(?:class|record|enum|interface)\\s+([A-Za-z_$][A-Za-z0-9_$]{0,63})");

  private static final int MOST_ASKED = 100;

  /** Whether a class of that name would hide one: an order asks thrice, and the JVM looks long. */
  private static final Map<String, Boolean> HIDING = Recent.map(MOST_ASKED);

  private JavaNames() {}

  /**
   * The class that is generated for a skill: its name in camel case, and {@code Skill} behind it
   * where that would hide a type that generated source uses ({@code list} gives {@code ListSkill}).
   */
  public static String className(SkillName name) {
    String plain = name.className();
    return HIDING.computeIfAbsent(plain, JavaNames::hides) ? plain + "Skill" : plain;
  }

  private static boolean hides(String plain) {
    return VISIBLE.stream().anyMatch(prefix -> isOfJdk(prefix + plain)) || isOfApi(API + plain);
  }

  /**
   * The method that holds a skill's body: its name in camel case, so that a body may call itself;
   * {@code _} behind it where Java or {@link Object} has that name.
   */
  public static String methodName(SkillName name) {
    String type = name.className();
    String plain = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    return SourceVersion.isKeyword(plain) || TAKEN.contains(plain) ? plain + "_" : plain;
  }

  /** All these packages are of one module; asked so, what is not there is no exception. */
  private static boolean isOfJdk(String type) {
    return Class.forName(Object.class.getModule(), type) != null;
  }

  private static boolean isOfApi(String type) {
    String file = type.replace('.', '/') + ".class";
    return Skill.class.getClassLoader().getResource(file) != null;
  }

  /** The file that holds a skill's source: after its public type when the source came with it. */
  public static String fileName(SkillSpec spec) {
    String type =
        spec.code().origin() == Origin.SOURCE
            ? publicType(spec.code().text(), className(spec.name()))
            : className(spec.name());
    return type + ".java";
  }

  private static String publicType(String source, String otherwise) {
    Matcher type = PUBLIC_TYPE.matcher(CodeOnly.of(source));
    return type.find() ? type.group(1) : otherwise;
  }
}
