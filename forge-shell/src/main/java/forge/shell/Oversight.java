// SPDX-License-Identifier: Apache-2.0
package forge.shell;

import forge.live.Approvals;
import forge.live.AuditTrail;
import forge.live.Forge;
import forge.live.ForgeEvent;
import forge.live.Halt;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The verbs of whoever watches over the forge, as commands of the scope {@code forge}. */
@Component(
    service = Oversight.class,
    property = {
      "osgi.command.scope=forge",
      "osgi.command.function=enable",
      "osgi.command.function=disable",
      "osgi.command.function=approve",
      "osgi.command.function=halt",
      "osgi.command.function=resume",
      "osgi.command.function=audit",
      "osgi.command.function=events"
    })
public final class Oversight {

  private final Forge forge;
  private final Approvals approvals;
  private final Halt halt;
  private final AuditTrail audit;
  private final String who = System.getProperty("user.name", "nobody");

  /** The commands; they hold nothing. */
  @Activate
  public Oversight(
      @Reference Forge forge,
      @Reference Approvals approvals,
      @Reference Halt halt,
      @Reference AuditTrail audit) {
    this.forge = forge;
    this.approvals = approvals;
    this.halt = halt;
    this.audit = audit;
  }

  /** Lets accepted versions go live at once. */
  @Descriptor("lets accepted versions go live at once")
  @Usage(value = "enable", example = "enable")
  public Object enable() {
    Refused.refusing(() -> switched(true));
    return "hot-reload is on";
  }

  /** Lets accepted versions wait for a restart or a trigger. */
  @Descriptor("lets accepted versions wait for a restart or a trigger")
  @Usage(value = "disable", example = "disable")
  public Object disable() {
    Refused.refusing(() -> switched(false));
    return "hot-reload is off: new versions wait";
  }

  private boolean switched(boolean on) {
    forge.hotReload(on, Commands.DOOR, who);
    return on;
  }

  /** Approves a version that waits for a person. */
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
        Refused.refusing(
            () ->
                approvals.decide(
                    meant.get(0).digest(), !read.has("--reject"), Commands.DOOR, who, reason));
    return meant.get(0).skill()
        + " "
        + meant.get(0).version()
        + ": "
        + decision.name().toLowerCase(Locale.ROOT);
  }

  private Table waiting() {
    Table.Builder table =
        Table.of("DIGEST", "SKILL", "VERSION", "REPLACES", "WHO", "DOOR", "UNTIL", "WANTS");
    for (Approvals.Approval waits : approvals.waiting())
      table.row(
          waits.digest().substring(0, 12),
          waits.skill(),
          waits.version(),
          waits.replaces(),
          waits.author(),
          waits.door(),
          Commands.TIME.format(waits.expires()),
          String.join(", ", waits.wants()));
    return table.table();
  }

  /** Stops every skill at once, calls in flight included. */
  @Descriptor("stops every skill at once, calls in flight included")
  @Usage(value = "halt REASON...", example = "halt something is wrong")
  public Object halt(String[] words) {
    if (words.length == 0) throw new Refused("say why: halt REASON");
    int ended = Refused.refusing(() -> halt.halt(String.join(" ", words), Commands.DOOR, who));
    return "every skill is halted, " + ended + " calls were ended; 'resume' brings them back";
  }

  /** Brings the skills back after a halt. */
  @Descriptor("brings the skills back after a halt")
  @Usage(value = "resume", example = "resume")
  public Object resume() {
    return Refused.refusing(() -> halt.resume(Commands.DOOR, who))
        ? "the skills are back"
        : "there was no halt";
  }

  /** Lists the last lines of the audit trail. */
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

  /** Shows the last events. */
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
          Commands.TIME.format(event.at()),
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
            Commands.TIME.format(event.at()),
            event.kind().word(),
            event.skill(),
            event.version(),
            event.detail())
        .stripTrailing();
  }

  List<String> digests() {
    Instant now = Instant.now();
    return approvals.waiting().stream()
        .filter(waits -> waits.expires().isAfter(now))
        .map(waits -> waits.digest().substring(0, 12))
        .toList();
  }
}
