// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import forge.api.SkillName;
import forge.api.SkillRequest;
import forge.api.SkillResult;
import forge.live.Approvals;
import forge.live.AuditTrail;
import forge.live.Forge;
import forge.live.ForgeEvent;
import forge.live.ForgeReport;
import forge.live.Halt;
import forge.live.LiveSkill;
import forge.live.Runner;
import forge.live.SkillState;
import forge.live.Skills;
import forge.make.Finding;
import forge.make.Order;
import forge.make.Rejected;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The verbs of the forge, as commands of the scope {@code forge}. */
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
      "osgi.command.function=enable",
      "osgi.command.function=disable",
      "osgi.command.function=approve",
      "osgi.command.function=halt",
      "osgi.command.function=resume",
      "osgi.command.function=audit",
      "osgi.command.function=events",
      "osgi.command.function=help"
    })
public final class Commands {

  private static final String DOOR = "shell";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Forge forge;
  private final Skills skills;
  private final Runner runner;
  private final Approvals approvals;
  private final Halt halt;
  private final AuditTrail audit;
  private final String who = System.getProperty("user.name", "nobody");

  /** The commands; they hold nothing. */
  @Activate
  public Commands(
      @Reference Forge forge,
      @Reference Skills skills,
      @Reference Runner runner,
      @Reference Approvals approvals,
      @Reference Halt halt,
      @Reference AuditTrail audit) {
    this.forge = forge;
    this.skills = skills;
    this.runner = runner;
    this.approvals = approvals;
    this.halt = halt;
    this.audit = audit;
  }

  @Descriptor("makes a skill, or its next version, and puts it in service")
  @Usage(
      value =
          "create NAME [PARAM:TYPE[:required]]... [--description TEXT] [--returns TYPE]"
              + " [--body STATEMENTS | --source FILE | --spec FILE]",
      example = "create adder a:integer:required b:integer:required --body 'return a + b;'")
  public Object create(CommandSession session, String[] words) throws IOException {
    String spec = SpecText.of(session.currentDir(), words);
    return told(refusing(() -> forge.forge(new Order(spec, DOOR, who))));
  }

  @Descriptor("lists the skills that are known, or those whose name or description holds a text")
  @Usage(value = "list [TEXT]", example = "list | grep live")
  public Object list(String[] words) {
    Words read = Words.of(words).between(0, 1, "list [TEXT]");
    Table.Builder table = Table.of("NAME", "VERSION", "STATE", "ORIGIN", "CALLS", "DESCRIPTION");
    String text = read.rest().isEmpty() ? "" : read.rest().get(0);
    for (LiveSkill skill : skills.list(text, "", Integer.MAX_VALUE))
      table.row(
          skill.name(),
          skill.version(),
          skill.state().word(),
          skill.origin().word(),
          skill.traffic().calls(),
          skill.description());
    return table.table();
  }

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
        .row(
            "calls",
            "%d, %d failed, p50 %d µs, p99 %d µs"
                .formatted(
                    traffic.calls(), traffic.failures(), traffic.p50Micros(), traffic.p99Micros()))
        .table();
  }

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

  @Descriptor("prints the source of the version in service")
  @Usage(value = "source NAME", example = "source adder")
  public Object source(String name) {
    return forge
        .source(find(name).name())
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new Refused(name + " brings no source"));
  }

  @Descriptor("lists the versions of a skill, oldest first")
  @Usage(value = "versions NAME", example = "versions adder")
  public Object versions(String name) {
    Table.Builder table = Table.of("VERSION", "LIVE", "WHEN", "WHO", "DOOR", "SHA256");
    for (Forge.Version version : forge.versions(find(name).name()))
      table.row(
          version.number(),
          version.live() ? "live" : "",
          TIME.format(version.at()),
          version.author(),
          version.door(),
          version.sha256().substring(0, 12));
    return table.table();
  }

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

  @Descriptor("puts an earlier version back in service: the same bytes")
  @Usage(value = "rollback NAME VERSION", example = "rollback adder 1.0.0")
  public Object rollback(String name, String version) {
    return told(
        refusing(() -> forge.rollback(name(name), version, DOOR, who))
            .orElseThrow(() -> unknown(name)));
  }

  @Descriptor("takes a skill out of service; its history is kept")
  @Usage(value = "retire NAME", example = "retire adder")
  public Object retire(String name) {
    LiveSkill was =
        refusing(() -> forge.retire(name(name), DOOR, who)).orElseThrow(() -> unknown(name));
    return was.name() + " " + was.version() + " is retired";
  }

  @Descriptor("lets accepted versions go live at once")
  @Usage(value = "enable", example = "enable")
  public Object enable() {
    refusing(() -> switched(true));
    return "hot-reload is on";
  }

  @Descriptor("lets accepted versions wait for a restart or a trigger")
  @Usage(value = "disable", example = "disable")
  public Object disable() {
    refusing(() -> switched(false));
    return "hot-reload is off: new versions wait";
  }

  private boolean switched(boolean on) {
    forge.hotReload(on, DOOR, who);
    return on;
  }

  @Descriptor("approves a version that waits for a person; without a digest, lists what waits")
  @Usage(value = "approve [DIGEST] [--reject] [--reason TEXT]", example = "approve 3f2a91c0")
  public Object approve(String[] words) {
    Words read =
        Words.of(words, "--reject", "--reason=").between(0, 1, "approve [DIGEST] [--reject]");
    if (read.rest().isEmpty()) return waiting();
    String begin = read.rest().get(0).replaceFirst("^sha256:", "");
    List<Approvals.Approval> meant =
        approvals.waiting().stream().filter(a -> a.digest().startsWith(begin)).toList();
    if (meant.size() != 1)
      throw new Refused(meant.size() + " versions wait whose digest begins so; see 'approve'");
    String reason = read.flag("--reason").orElse("");
    Approvals.Decision decision =
        refusing(
            () ->
                approvals.decide(meant.get(0).digest(), !read.has("--reject"), DOOR, who, reason));
    return meant.get(0).skill()
        + " "
        + meant.get(0).version()
        + ": "
        + decision.name().toLowerCase(java.util.Locale.ROOT);
  }

  private Table waiting() {
    Table.Builder table =
        Table.of("DIGEST", "SKILL", "VERSION", "REPLACES", "WHO", "DOOR", "UNTIL");
    for (Approvals.Approval waits : approvals.waiting())
      table.row(
          waits.digest().substring(0, 12),
          waits.skill(),
          waits.version(),
          waits.replaces(),
          waits.author(),
          waits.door(),
          TIME.format(waits.expires()));
    return table.table();
  }

  @Descriptor("stops every skill at once, calls in flight included")
  @Usage(value = "halt REASON...", example = "halt something is wrong")
  public Object halt(String[] words) {
    if (words.length == 0) throw new Refused("say why: halt REASON");
    int ended = refusing(() -> halt.halt(String.join(" ", words), DOOR, who));
    return "every skill is halted, " + ended + " calls were ended; 'resume' brings them back";
  }

  @Descriptor("brings the skills back after a halt")
  @Usage(value = "resume", example = "resume")
  public Object resume() {
    return refusing(() -> halt.resume(DOOR, who)) ? "the skills are back" : "there was no halt";
  }

  @Descriptor("lists the last lines of the audit trail; checks it with --verify")
  @Usage(value = "audit [LINES] [--verify]", example = "audit 20 | grep refused")
  public Object audit(String[] words) {
    Words read = Words.of(words, "--verify").between(0, 1, "audit [LINES] [--verify]");
    if (read.has("--verify")) return verified(audit.verify());
    int lines = read.rest().isEmpty() ? 20 : Plain.number(read.rest().get(0));
    return table(Trail.last(audit, lines));
  }

  private static String verified(AuditTrail.Verdict verdict) {
    return verdict
        .broken()
        .map(line -> "line " + line + " is not what it was: " + verdict.why())
        .orElse(verdict.lines() + " lines, every one is what it was");
  }

  @Descriptor("shows the last events; -f goes on until Ctrl-C")
  @Usage(value = "events [-f]", example = "events -f")
  public Object events(String[] words) throws InterruptedException {
    Words read = Words.of(words, "-f").between(0, 0, "events [-f]");
    List<ForgeEvent> last = Trail.last(audit, 10);
    if (!read.has("-f")) return table(last);
    for (ForgeEvent event : last) System.out.println(line(event));
    Trail.follow(
        audit,
        last.isEmpty() ? 0 : last.get(last.size() - 1).seq(),
        event -> System.out.println(line(event)));
    return null;
  }

  private static Table table(List<ForgeEvent> events) {
    Table.Builder table =
        Table.of("SEQ", "WHEN", "KIND", "SKILL", "VERSION", "WHO", "DOOR", "DETAIL");
    for (ForgeEvent event : events)
      table.row(
          event.seq(),
          TIME.format(event.at()),
          event.kind().word(),
          event.skill(),
          event.version(),
          event.who(),
          event.door(),
          event.detail());
    return table.table();
  }

  private static String line(ForgeEvent event) {
    return "%s  %s %s %s  %s"
        .formatted(
            TIME.format(event.at()),
            event.kind().word(),
            event.skill(),
            event.version(),
            event.detail())
        .stripTrailing();
  }

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

  private static <T> T refusing(Supplier<T> action) {
    try {
      return action.get();
    } catch (Rejected e) {
      throw new Refused(findings(e.findings()));
    }
  }

  private static String findings(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(text.isEmpty() ? "" : "\n");
      if (!finding.where().isEmpty()) text.append(finding.where()).append(": ");
      text.append(finding.message());
      if (!finding.lineText().isBlank()) text.append("\n    ").append(finding.lineText().strip());
    }
    return text.toString();
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
      case REFUSED -> throw new Refused(findings(report.findings()));
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

  List<String> digests() {
    Instant now = Instant.now();
    return approvals.waiting().stream()
        .filter(waits -> waits.expires().isAfter(now))
        .map(waits -> waits.digest().substring(0, 12))
        .toList();
  }
}
