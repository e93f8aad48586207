// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import forge.api.SkillName;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The records that were asked for last, so that what is known of skills takes memory for those in
 * use and not for all: bounded in number and in text.
 */
final class Recent {

  private final int most;
  private final long mostText;
  private final Map<SkillName, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long text;

  /** A record and how long its line is. */
  private record Entry(StoredSkill skill, int length) {}

  /**
   * Holds so much.
   *
   * @param most records
   * @param mostText characters of their lines, together
   */
  Recent(int most, long mostText) {
    this.most = most;
    this.mostText = mostText;
  }

  synchronized Optional<StoredSkill> find(SkillName name) {
    return Optional.ofNullable(entries.get(name)).map(Entry::skill);
  }

  /** Takes what was kept just now. */
  synchronized void put(StoredSkill skill, int length) {
    Entry before = entries.put(skill.name(), new Entry(skill, length));
    text += length - (before == null ? 0 : before.length);
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext() && (entries.size() > most || text > mostText)) {
      text -= oldest.next().length;
      oldest.remove();
    }
  }

  /** Lets go of one. */
  synchronized void remove(SkillName name) {
    Entry gone = entries.remove(name);
    if (gone != null) text -= gone.length;
  }

  /** Takes what was read from the disk; what was kept meanwhile is newer, and is the answer. */
  synchronized StoredSkill putIfAbsent(StoredSkill skill, int length) {
    Optional<StoredSkill> kept = find(skill.name());
    if (kept.isEmpty()) put(skill, length);
    return kept.orElse(skill);
  }
}
