// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.api.SkillName;
import forge.live.Forge.Version;
import forge.make.Rejected;
import java.util.List;
import java.util.Map;

/** The versions of a skill: which there are, what differs, and the way back. */
final class VersionsApi {

  private static final int NAMED = 20; // a message need not name more

  private final Core core;

  VersionsApi(Core core) {
    this.core = core;
  }

  Answer list(Exchange exchange) {
    SkillName name = exchange.skill();
    List<Version> versions = versions(name);
    return Answer.ok(
        "skill_name", name.value(),
        "versions", versions.stream().map(VersionsApi::entry).toList(),
        "count", versions.size());
  }

  /** A skill that came as a bundle, or never was in service, has none. */
  private List<Version> versions(SkillName name) {
    List<Version> versions = core.forge().versions(name);
    if (versions.isEmpty() && core.skills().find(name).isEmpty())
      throw ErrorAnswer.unknownSkill(name.value());
    return versions;
  }

  private static Map<String, Object> entry(Version version) {
    return Json.object(
        "version", version.number(),
        "sha256", version.sha256(),
        "origin", version.origin().word(),
        "author", version.author(),
        "door", version.door(),
        "at", version.at().toString(),
        "live", version.live(),
        "grants", version.grants().plain());
  }

  Answer rollback(Exchange exchange) {
    SkillName name = exchange.skill();
    String number = exchange.fields().only("version").text("version");
    String author = exchange.author();
    try {
      return core.forge()
          .rollback(name, number, "http", author)
          .map(report -> ReportAnswer.rolledBack(report, author))
          .orElseThrow(() -> ErrorAnswer.unknownSkill(name.value()));
    } catch (Rejected e) {
      throw refused(e, name, number);
    }
  }

  private ErrorAnswer refused(Rejected rejected, SkillName name, String number) {
    if (ErrorAnswer.isAbout(rejected.findings(), "rollback.unknown"))
      return unknown("'" + name + "' has no version '" + Text.clip(number) + "'", versions(name));
    if (ErrorAnswer.isAbout(rejected.findings(), "rollback.same"))
      return new ErrorAnswer(
          409, "already_live", "'" + name + "' " + number + " is in service already");
    return ErrorAnswer.of(rejected);
  }

  private static ErrorAnswer unknown(String what, List<Version> versions) {
    List<String> numbers = versions.stream().map(Version::number).toList();
    int from = Math.max(0, numbers.size() - NAMED);
    String named = String.join(", ", numbers.subList(from, numbers.size()));
    String there = numbers.isEmpty() ? "there is none" : "there is " + named;
    String message = what + "; " + there + (from > 0 ? " (and " + from + " earlier)" : "");
    return new ErrorAnswer(404, "unknown_version", message);
  }

  /** By default what the version in service changed. */
  Answer diff(Exchange exchange) {
    SkillName name = exchange.skill();
    List<Version> versions = versions(name);
    String to = exchange.parameter("to").orElseGet(() -> live(name, versions));
    String from = exchange.parameter("from").orElseGet(() -> before(to, name, versions));
    return core.forge()
        .diff(name, from, to)
        .map(text -> Answer.text("text/x-diff", text))
        .orElseThrow(
            () ->
                unknown(
                    "'" + name + "' has not both " + Text.clip(from) + " and " + Text.clip(to),
                    versions));
  }

  private static String live(SkillName name, List<Version> versions) {
    return versions.stream()
        .filter(Version::live)
        .findFirst()
        .map(Version::number)
        .orElseThrow(() -> unknown("'" + name + "' is not in service; say ?to=", versions));
  }

  /** What came before it; before one that waits, what is in service. */
  private static String before(String number, SkillName name, List<Version> versions) {
    List<String> numbers = versions.stream().map(Version::number).toList();
    int at = numbers.indexOf(number);
    if (at < 0) return live(name, versions);
    if (at > 0) return numbers.get(at - 1);
    throw unknown("'" + name + "' has nothing before " + number + "; say ?from=", versions);
  }
}
