// SPDX-License-Identifier: Apache-2.0
package forge.http;

import forge.live.ForgeReport;
import forge.live.ForgeReport.Outcome;
import forge.live.SkillState;
import forge.live.Tiers;
import forge.make.Finding;
import forge.make.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of an order, told to whoever ordered, and in one line to the log. */
final class ReportAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(ReportAnswer.class);

  private static final Map<Outcome, String> DONE =
      Map.of(
          Outcome.ACTIVE, "activated",
          Outcome.PENDING, "pending",
          Outcome.AWAITING_APPROVAL, "awaiting_approval",
          Outcome.PLANNED, "planned");

  private final ForgeReport report;
  private final String name;

  private ReportAnswer(ForgeReport report) {
    this.report = report;
    this.name = report.name().value();
  }

  /**
   * The answer to a create.
   *
   * @throws ErrorAnswer when it was refused and the order is not to blame
   */
  static Answer created(ForgeReport report, String author) {
    return created(report, author, Optional.empty());
  }

  /**
   * The same, with where the skill runs.
   *
   * @throws ErrorAnswer when it was refused and the order is not to blame
   */
  static Answer created(ForgeReport report, String author, Optional<Tiers.Ruled> tier) {
    log(report, author, DONE.get(report.outcome()));
    var answer = new ReportAnswer(report);
    return report.outcome() == Outcome.REFUSED
        ? answer.refused(RefusalText.message(report))
        : answer.accepted(tier);
  }

  /** The answer to a trigger: short when all went well. */
  static Answer triggered(ForgeReport report, String author) {
    if (report.outcome() != Outcome.ACTIVE) return created(report, author);
    log(report, author, DONE.get(Outcome.ACTIVE));
    String message =
        "Skill '" + report.name() + "' hot-reloaded successfully. Ready for immediate use.";
    return Answer.json(200, new ReportAnswer(report).brief(message));
  }

  /** The answer to a rollback: as short, with what is in service now. */
  static Answer rolledBack(ForgeReport report, String author) {
    boolean refused = report.outcome() == Outcome.REFUSED;
    if (!refused && report.outcome() != Outcome.ACTIVE) return created(report, author);
    log(report, author, "rolled_back");
    if (refused)
      return new ReportAnswer(report)
          .refused(RefusalText.reason(report) + ". Nothing has changed: choose another version.");
    String message =
        "Skill '" + report.name() + "' is back at " + report.version() + ": the same bytes.";
    Map<String, Object> body = new ReportAnswer(report).brief(message);
    body.put("version", report.version());
    body.put("sha256", report.sha256());
    return Answer.json(200, body);
  }

  private Map<String, Object> brief(String message) {
    return Json.object(
        "success",
        true,
        "skill_name",
        name,
        "message",
        message,
        "compilation_time_ms",
        report.compileMillis(),
        "load_time_ms",
        report.totalMillis());
  }

  private static void log(ForgeReport report, String author, String done) {
    if (report.outcome() == Outcome.REFUSED)
      LOG.info(
          "order outcome=refused skill={} who=\"{}\" stage={} ms={} reason=\"{}\"",
          report.name(),
          Text.quoted(author),
          report.refusedAt().map(Stage::name).orElse("UNKNOWN"),
          report.totalMillis(),
          Text.quoted(RefusalText.reason(report)));
    else
      LOG.info(
          "order outcome={} skill={} version={} who=\"{}\" origin={} ms={} sha256={}",
          done,
          report.name(),
          report.version(),
          Text.quoted(author),
          report.origin().word(),
          report.totalMillis(),
          report.sha256());
  }

  private Answer accepted(Optional<Tiers.Ruled> tier) {
    Map<String, Object> body = start(true, true, report.outcome() == Outcome.ACTIVE);
    body.put("compilation_time_ms", report.compileMillis());
    body.put("load_time_ms", report.totalMillis());
    body.put("version", report.version());
    body.put("sha256", report.sha256());
    body.put("message", message());
    addRest(body);
    if (!report.findings().isEmpty()) body.put("findings", findings());
    if (report.outcome() == Outcome.PLANNED) body.put("dry_run", true);
    body.put("state", state());
    TiersApi.show(body, tier);
    if (report.outcome() == Outcome.AWAITING_APPROVAL) body.put("digest", digest());
    return Answer.json(200, body);
  }

  private Answer refused(String message) {
    Stage stage = report.refusedAt().orElse(Stage.SPEC);
    ErrorAnswer.ofGateway(stage, report.findings(), message).ifPresent(ReportAnswer::fail);
    Map<String, Object> body = start(false, stage.compareTo(Stage.CLASSES) > 0, false);
    body.put("stage", stage.name());
    body.put("message", message);
    body.put("cargo_stderr", RefusalText.compilerText(report.findings()));
    body.put("findings", findings());
    addRest(body);
    return Answer.json(422, body);
  }

  private static void fail(ErrorAnswer error) {
    throw error;
  }

  private Map<String, Object> start(boolean success, boolean compiled, boolean hotReloaded) {
    return Json.object(
        "success", success,
        "skill_name", name,
        "module_name", report.name().module(),
        "file_path", report.filePath(),
        "cargo_check_ok", success,
        "compile_ok", compiled,
        "hot_reloaded", hotReloaded);
  }

  private void addRest(Map<String, Object> body) {
    body.put("origin", report.origin().word());
    if (!report.grants().isNone()) body.put("grants", report.grants().plain());
    if (!report.notes().isEmpty()) body.put("notes", report.notes());
  }

  private List<Map<String, Object>> findings() {
    return findings(report.findings());
  }

  /** Findings, as every answer shows them. */
  static List<Map<String, Object>> findings(List<Finding> findings) {
    return findings.stream().map(ReportAnswer::entry).toList();
  }

  private static Map<String, Object> entry(Finding finding) {
    return Json.object(
        "stage", finding.stage().name(),
        "severity", finding.severity().name(),
        "rule", finding.rule(),
        "where", finding.where(),
        "message", finding.message(),
        "line_text", finding.lineText());
  }

  private String digest() {
    return ApprovalsApi.PREFIX + report.sha256();
  }

  private String state() {
    return switch (report.outcome()) {
      case ACTIVE -> SkillState.LIVE.word();
      case PENDING -> SkillState.PENDING.word();
      case AWAITING_APPROVAL -> SkillState.AWAITING_APPROVAL.word();
      case PLANNED -> "planned";
      case REFUSED -> throw new IllegalStateException("a refusal has no state");
    };
  }

  private String message() {
    return switch (report.outcome()) {
      case ACTIVE ->
          "Skill '" + name + "' created and hot-reloaded successfully. Ready for immediate use.";
      case PENDING ->
          "Skill '"
              + name
              + "' created and kept; hot-reload is disabled, so it does not answer yet."
              + " A restart of the gateway activates it, or POST /api/v1/forge/hot-reload/enable"
              + " and then POST /api/v1/forge/hot-reload/trigger {\"skill_name\":\""
              + name
              + "\"}.";
      case AWAITING_APPROVAL ->
          "Skill '"
              + name
              + "' created and kept; version "
              + report.version()
              + " waits for a person, so it does not answer yet."
              + " GET /api/v1/forge/approvals shows what it would change, and"
              + " POST /api/v1/forge/approvals/"
              + digest()
              + " {\"decision\":\"approve\"} activates it.";
      case PLANNED ->
          "Skill '"
              + name
              + "' can be created as it is. Nothing was kept: send the spec without dry_run.";
      case REFUSED -> RefusalText.message(report);
    };
  }
}
