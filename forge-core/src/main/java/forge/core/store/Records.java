// SPDX-License-Identifier: Apache-2.0
package forge.core.store;

import forge.api.SkillName;
import forge.core.data.Json;
import forge.core.spec.SpecReader;
import forge.make.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A stored skill as one line of JSON, and back. */
final class Records {

  private static final long FORMAT = 1;

  private Records() {}

  /**
   * One line.
   *
   * @param event the number of the change in the audit trail
   */
  static String write(StoredSkill skill, long event) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("format", FORMAT);
    record.put("name", skill.name().value());
    record.put("last", skill.last());
    record.put("event", event);
    skill.live().ifPresent(version -> record.put("live", plain(version)));
    skill.pending().ifPresent(version -> record.put("pending", plain(version)));
    skill.decideBy().ifPresent(until -> record.put("decide_by", until.toString()));
    skill.retired().ifPresent(version -> record.put("retired", plain(version)));
    return Json.write(record);
  }

  private static Map<String, Object> plain(StoredSkill.Version version) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("version", version.number());
    plain.put("sha256", version.sha256());
    plain.put("origin", version.origin().word());
    plain.put("file", version.file());
    plain.put("author", version.author());
    plain.put("door", version.door());
    plain.put("at", version.at().toString());
    plain.put("spec", version.spec().json());
    return plain;
  }

  /** Reads a record; any runtime exception means that it is damaged. */
  static StoredSkill read(String text) {
    Map<?, ?> record = (Map<?, ?>) Json.read(text);
    if (!Long.valueOf(FORMAT).equals(record.get("format")))
      throw new IllegalArgumentException("unknown format " + record.get("format"));
    return new StoredSkill(
        new SkillName((String) record.get("name")),
        version(record, "live"),
        version(record, "pending"),
        Optional.ofNullable((String) record.get("decide_by")).map(Instant::parse),
        version(record, "retired"),
        (String) record.get("last"));
  }

  /** The number of the change in the audit trail; 0 in a line of before there were any. */
  static long event(String text) {
    return ((Map<?, ?>) Json.read(text)).get("event") instanceof Long event ? event : 0;
  }

  private static Optional<StoredSkill.Version> version(Map<?, ?> record, String field) {
    return Optional.ofNullable((Map<?, ?>) record.get(field)).map(Records::version);
  }

  private static StoredSkill.Version version(Map<?, ?> plain) {
    return new StoredSkill.Version(
        (String) plain.get("version"),
        (String) plain.get("sha256"),
        Origin.valueOf(((String) plain.get("origin")).toUpperCase(Locale.ROOT)),
        (String) plain.get("file"),
        (String) plain.get("author"),
        (String) plain.get("door"),
        Instant.parse((String) plain.get("at")),
        SpecReader.read((String) plain.get("spec")));
  }
}
