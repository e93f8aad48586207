// SPDX-License-Identifier: Apache-2.0
package forge.core.line;

import forge.core.pack.NextVersion;
import forge.core.store.SkillStore;
import forge.core.store.StoredSkill;
import forge.make.SkillSpec;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/** Gives the next version of a skill its number; no number is given twice. */
final class Numbering {

  private static final Comparator<String> ORDER = Comparator.comparing(Version::parseVersion);

  private Numbering() {}

  /** The number that a finished bundle brings, when it is higher than what would be next. */
  static String next(SkillStore store, StoredSkill known, SkillSpec spec, String own) {
    if (known.last().isEmpty() && store.allVersions(known.name()).isEmpty()) return own;
    String next = next(store, known, spec);
    return ORDER.compare(own, next) > 0 ? own : next;
  }

  /**
   * Compared with the version that callers have and, when that is not the highest one, with that,
   * too: after a way back the number that is given next still says what it changes.
   */
  static String next(SkillStore store, StoredSkill known, SkillSpec spec) {
    Optional<StoredSkill.Version> previous = known.previous();
    Optional<StoredSkill.Version> highest =
        previous.filter(version -> version.number().equals(known.last()));
    if (highest.isEmpty())
      highest =
          store.allVersions(known.name()).stream()
              .max(Comparator.comparing(StoredSkill.Version::number, ORDER));
    String last =
        Stream.concat(Stream.of(known.last()), highest.stream().map(StoredSkill.Version::number))
            .max(ORDER)
            .get();
    return Stream.concat(previous.stream(), highest.stream())
        .map(before -> NextVersion.after(last, before.spec(), spec))
        .max(ORDER)
        .orElse(NextVersion.FIRST);
  }
}
