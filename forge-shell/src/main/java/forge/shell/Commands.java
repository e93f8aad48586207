// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.live.Forge;
import forge.live.ForgeReport;
import forge.live.LiveSkill;
import forge.live.Runner;
import forge.live.SkillState;
import forge.live.Skills;
import forge.live.Tiers;
import forge.make.Order;
import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The verbs of a skill's life, as commands of the scope {@code forge}. */
@Component(
    service = Commands.class,
    property = {
      "osgi.command.scope=forge",
      "osgi.command.function=create",
      "osgi.command.function=list",
      "osgi.command.function=show",
      "osgi.command.function=call",
      "osgi.command.function=source",
      "osgi.command.function=versions",
      "osgi.command.function=diff",
      "osgi.command.function=rollback",
      "osgi.command.function=retire",
      "osgi.command.function=help"
    })
public final class Commands {

  static final String DOOR = "shell";
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Forge forge;
  private final Skills skills;
  private final Runner runner;
  private final Tiers tiers;
  private final String who = System.getProperty("user.name", "nobody");

  /** The commands; they hold nothing. */
  @Activate
  public Commands(
      @Reference Forge forge,
      @Reference Skills skills,
      @Reference Runner runner,
      @Reference Tiers tiers) {
    this.tiers = tiers;
    this.forge = forge;
    this.skills = skills;
    this.runner = runner;
  }

  /** Makes a skill, or its next version, and puts it in service. */
  @Descriptor("makes a skill, or its next version, and puts it in service")
  @Usage(
      value =
          "create NAME [PARAM:TYPE[:required]]... [--description TEXT] [--returns TYPE]"
              + " [--body STATEMENTS | --source FILE | --spec FILE]",
      example = "create adder a:integer:required b:integer:required --body 'return a + b;'")
  public Object create(CommandSession session, String[] words) throws IOException {
    String spec = SpecText.of(session.currentDir(), words);
    return told(Refused.refusing(() -> forge.forge(new Order(spec, DOOR, who))));
  }

  /** Lists the skills that are known, or those whose name or description holds a text. */
  @Descriptor("lists the skills that are known, or those whose name or description holds a text")
  @Usage(value = "list [TEXT]", example = "list | grep live")
  public Object list(String[] words) {
    Words read = Words.of(words).between(0, 1, "list [TEXT]");
    Table.Builder table =
        Table.of("NAME", "VERSION", "STATE", "TIER", "GRANTS", "ORIGIN", "CALLS", "DESCRIPTION");
    String text = read.rest().isEmpty() ? "" : read.rest().get(0);
    for (LiveSkill skill : skills.list(text, "", Integer.MAX_VALUE))
      table.row(
          skill.name(),
          skill.version(),
          skill.state().word(),
          tiers.of(skill.name()).map(ruled -> ruled.tier().word()).orElse(""),
          String.join(" ", skill.grants().plain().keySet()),
          skill.origin().word(),
          skill.traffic().calls(),
          skill.description());
    return table.table();
  }

  /** Shows what is known of one skill. */
  @Descriptor("shows what is known of one skill")
  @Usage(value = "show NAME", example = "show adder")
  public Object show(String name) {
    LiveSkill skill = find(name);
    LiveSkill.Traffic traffic = skill.traffic();
    return Table.of("FIELD", "VALUE")
        .row("name", skill.name())
        .row("description", skill.description())
        .row("version", skill.version() + ", " + skill.state().word())
        .row("origin", skill.origin().word())
        .row("since", TIME.format(skill.since()))
        .row("sha256", skill.sha256())
        .row("input", Plain.json(skill.input()))
        .row("output", Plain.json(skill.output()))
        .row("tier", tiers.of(skill.name()).map(Commands::words).orElse(""))
        .row("grants", Plain.json(skill.grants().plain()))
        .row(
            "calls",
            "%d, %d failed, p50 %d µs, p99 %d µs"
                .formatted(
                    traffic.calls(), traffic.failures(), traffic.p50Micros(), traffic.p99Micros()))
        .table();
  }

  private static String words(Tiers.Ruled ruled) {
    return ruled.tier().word() + ", by " + ruled.reason();
  }

  /** Calls a skill and prints its value as JSON. */
  @Descriptor("calls a skill and prints its value as JSON")
  @Usage(value = "call NAME [KEY=VALUE]... [--json OBJECT]", example = "call adder a=1 b=2")
  public Object call(String[] words) {
    Words read = Words.of(words, "--json=").between(1, Integer.MAX_VALUE, "call NAME [KEY=VALUE]…");
    SkillName name = name(read.rest().get(0));
    SkillRequest request = Arguments.of(skills.find(name), read);
    SkillResult result = runner.call(name, request);
    if (result.isOk()) return Plain.json(result.value());
    throw new Refused(result.failure().orElseThrow().code() + ": " + result.message());
  }

  /** Prints the source of the version in service. */
  @Descriptor("prints the source of the version in service")
  @Usage(value = "source NAME", example = "source adder")
  public Object source(String name) {
    return forge
        .source(find(name).name())
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new Refused(name + " brings no source"));
  }

  /** Lists the versions of a skill, oldest first. */
  @Descriptor("lists the versions of a skill, oldest first")
  @Usage(value = "versions NAME", example = "versions adder")
  public Object versions(String name) {
    Table.Builder table = Table.of("VERSION", "LIVE", "WHEN", "WHO", "DOOR", "GRANTS", "SHA256");
    for (Forge.Version version : forge.versions(find(name).name()))
      table.row(
          version.number(),
          version.live() ? "live" : "",
          TIME.format(version.at()),
          version.author(),
          version.door(),
          String.join(" ", version.grants().plain().keySet()),
          version.sha256().substring(0, 12));
    return table.table();
  }

  /** Shows what differs between two versions. */
  @Descriptor("shows what differs between two versions; without them, between the last two")
  @Usage(value = "diff NAME [FROM TO]", example = "diff adder 1.0.0 1.1.0")
  public Object diff(String[] words) {
    Words read = Words.of(words).between(1, 3, "diff NAME [FROM TO]");
    SkillName name = find(read.rest().get(0)).name();
    List<String> numbers =
        read.rest().size() == 3
            ? read.rest().subList(1, 3)
            : forge.versions(name).stream().map(Forge.Version::number).toList();
    if (numbers.size() < 2) throw new Refused(name + " has one version only");
    List<String> two = numbers.subList(numbers.size() - 2, numbers.size());
    return forge
        .diff(name, two.get(0), two.get(1))
        .orElseThrow(() -> new Refused("there is no such version; see 'versions " + name + "'"));
  }

  /** Puts an earlier version back in service: the same bytes. */
  @Descriptor("puts an earlier version back in service: the same bytes")
  @Usage(value = "rollback NAME VERSION", example = "rollback adder 1.0.0")
  public Object rollback(String name, String version) {
    return told(
        Refused.refusing(() -> forge.rollback(name(name), version, DOOR, who))
            .orElseThrow(() -> unknown(name)));
  }

  /** Takes a skill out of service. */
  @Descriptor("takes a skill out of service; its history is kept")
  @Usage(value = "retire NAME", example = "retire adder")
  public Object retire(String name) {
    LiveSkill was =
        Refused.refusing(() -> forge.retire(name(name), DOOR, who))
            .orElseThrow(() -> unknown(name));
    return was.name() + " " + was.version() + " is retired";
  }

  /** Lists the commands, or tells how one is used. */
  @Descriptor("lists the commands, or tells how one is used")
  @Usage(value = "help [COMMAND]", example = "help create")
  public Object help(String[] words) {
    return words.length == 0 ? Help.all() : Help.of(words[0]);
  }

  private LiveSkill find(String name) {
    return skills.find(name(name)).orElseThrow(() -> unknown(name));
  }

  private static SkillName name(String name) {
    try {
      return new SkillName(name);
    } catch (IllegalArgumentException e) {
      throw new Refused(e.getMessage());
    }
  }

  private static Refused unknown(String name) {
    return new Refused("unknown skill: " + name + "; 'list' shows what there is");
  }

  private static String told(ForgeReport report) {
    String skill = report.name() + " " + report.version();
    String notes = report.notes().isEmpty() ? "" : "\n" + String.join("\n", report.notes());
    return switch (report.outcome()) {
      case ACTIVE ->
          "%s is in service (%d ms, of which the compiler took %d)%s"
              .formatted(skill, report.totalMillis(), report.compileMillis(), notes);
      case PENDING -> skill + " waits for a restart or a trigger: hot-reload is off";
      case AWAITING_APPROVAL ->
          skill + " waits for a person: approve " + report.sha256().substring(0, 12);
      case PLANNED -> skill + " would be accepted";
      case REFUSED -> throw new Refused(Refused.findings(report.findings()));
    };
  }

  /** The names of the skills that begin so, for completion. */
  List<LiveSkill> beginning(String begin) {
    return skills.list(begin, "", 1_000).stream()
        .filter(skill -> skill.name().value().startsWith(begin))
        .filter(skill -> skill.state() != SkillState.RETIRED)
        .toList();
  }

  List<String> numbers(String name) {
    try {
      return forge.versions(new SkillName(name)).stream().map(Forge.Version::number).toList();
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  String[] parameters(String name) {
    try {
      return skills
          .find(new SkillName(name))
          .map(skill -> Arguments.names(skill).toArray(new String[0]))
          .orElse(new String[0]);
    } catch (IllegalArgumentException e) {
      return new String[0];
    }
  }
}
