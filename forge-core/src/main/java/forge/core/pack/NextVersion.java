// SPDX-License-Identifier: Apache-2.0
package forge.core.pack;

import forge.make.Param;
import forge.make.SkillSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Version;

/**
 * Picks the semantic version of a skill from what changed for its callers: major when one could
 * break, minor when something optional was added, patch when only the code differs.
 */
public final class NextVersion {

  private static final Set<String> SAYS_NOTHING =
      Set.of("title", "description", "examples", "deprecated");

  private NextVersion() {}

  /** The first version of a skill. */
  public static final String FIRST = "1.0.0";

  /**
   * The version after another.
   *
   * @param last the last version there was
   * @param before the spec of the version that is compared with
   * @param now the spec of the new one
   */
  public static String after(String last, SkillSpec before, SkillSpec now) {
    Version version = Version.parseVersion(last);
    if (breaks(before, now)) return (version.getMajor() + 1) + ".0.0";
    if (adds(before, now)) return version.getMajor() + "." + (version.getMinor() + 1) + ".0";
    return version.getMajor() + "." + version.getMinor() + "." + (version.getMicro() + 1);
  }

  private static boolean breaks(SkillSpec before, SkillSpec now) {
    boolean whole = !before.arguments().isEmpty() || !now.arguments().isEmpty();
    if (whole && !meaning(before.input()).equals(meaning(now.input()))) return true;
    if (!before.output().isEmpty() && !meaning(before.output()).equals(meaning(now.output())))
      return true;
    for (Param old : before.params()) {
      Optional<Param> kept = now.param(old.name());
      if (kept.isEmpty() || !meaning(old.schema()).equals(meaning(kept.get().schema())))
        return true;
      if (kept.get().required() && !old.required()) return true;
    }
    return now.params().stream()
        .anyMatch(param -> param.required() && before.param(param.name()).isEmpty());
  }

  private static boolean adds(SkillSpec before, SkillSpec now) {
    boolean param = now.params().stream().anyMatch(p -> before.param(p.name()).isEmpty());
    boolean eased =
        before.params().stream()
            .anyMatch(
                old ->
                    old.required() && now.param(old.name()).filter(p -> !p.required()).isPresent());
    return param || eased || before.output().isEmpty() && !now.output().isEmpty();
  }

  private static Map<String, Object> meaning(Map<String, Object> schema) {
    Map<String, Object> meaning = new LinkedHashMap<>(schema);
    meaning.keySet().removeAll(SAYS_NOTHING);
    return meaning;
  }
}
